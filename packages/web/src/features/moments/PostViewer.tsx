import { postKey } from '@plaza/client';
import { Suspense, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useClientState } from '../../state/index.ts';
import { Viewer } from '../chat/pieces/index.ts';
import { whole } from './people.ts';
import { itemsOf, viewedIn } from './viewing.ts';

/** The photos of the post that the address names, as large as the screen. */
export function PostViewer() {
  const state = useClientState('moments', whole);
  const [path, navigate] = useLocation();
  const search = useSearch();
  const viewed = viewedIn(search);
  // Opened from this screen the way back closes it; by a link there is nothing to go back to.
  const cameWithout = useRef(viewed === null);
  if (viewed === null) {
    cameWithout.current = true;
    return null;
  }
  const post = state.moments.posts.get(postKey(viewed.post));
  const items = post === undefined ? [] : itemsOf(post);
  if (items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <Viewer
        items={items}
        start={String(viewed.index)}
        onClose={() => {
          if (cameWithout.current) history.back();
          else navigate(path, { replace: true });
        }}
      />
    </Suspense>
  );
}
