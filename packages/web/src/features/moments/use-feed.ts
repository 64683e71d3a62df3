import { feedOf, type State } from '@plaza/client';
import type { Moment } from '@plaza/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CacheSnapshot } from 'virtua';
import { useClient } from '../../state/index.ts';

/** Where the reader was, for whoever comes back from a post; of one account in one run. */
type Place = {
  meId: string;
  top: string | null;
  offset: number;
  cache: CacheSnapshot | undefined;
};
let left: Place | null = null;

/** Newer posts sort after older ones. */
const rank = ({ at, postId }: Moment) => `${at} ${postId}`;

/** Whoever has scrolled as far reads: nothing may push what is there. */
const readsFromPx = 24;

/**
 * The feed as its reader sees it: what came since is counted, and shown when they ask for it. Only
 * my own new posts stand there at once.
 */
export function useFeed(state: State) {
  const { commands } = useClient();
  const meId = state.me?.personId ?? '';
  const [place] = useState(() => (left?.meId === meId ? left : null));
  const [top, setTop] = useState<string | null>(place?.top ?? null);
  const [isFresh, setFresh] = useState(place === null);
  const [isAsking, setAsking] = useState(true);
  const offset = useRef(place?.offset ?? 0);
  const all = feedOf(state);
  const newest = all[0] === undefined ? null : rank(all[0]);

  const refresh = useCallback(async () => {
    setAsking(true);
    await commands.refreshFeed();
    setAsking(false);
  }, [commands]);

  useEffect(() => {
    void refresh();
    const look = () => {
      if (document.visibilityState === 'visible') void commands.refreshFeed();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [commands, refresh]);

  // Until the first answer is there, and somebody reads, the newest are at the top.
  const follows = isFresh && offset.current < readsFromPx;
  useEffect(() => {
    if (follows && newest !== null) setTop(newest);
    if (follows && !isAsking) setFresh(false);
  }, [follows, newest, isAsking]);

  const shownTo = follows ? newest : top;
  const isShown = (post: Moment) =>
    shownTo === null || rank(post) <= shownTo || post.author.personId === meId;
  const posts = all.filter(isShown);

  return {
    posts,
    newCount: all.length - posts.length,
    isAsking,
    refresh,
    place,
    showNew: () => setTop(newest),
    /** Remembers where the reader is. */
    leave(at: number, cache: CacheSnapshot | undefined) {
      offset.current = at;
      left = { meId, top: shownTo, offset: at, cache };
    },
  };
}

/** Whoever posted wants to see it: the feed opens at its top. */
export function forgetPlace(): void {
  left = null;
}
