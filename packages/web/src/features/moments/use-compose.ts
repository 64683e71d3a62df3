import type { PostId } from '@plaza/base';
import {
  draftsOf,
  type Client,
  type NamedBlob,
  type PostDraft,
  type PostMedia,
} from '@plaza/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '../../state/index.ts';
import { moved } from './grid.ts';
import { maxPhotos, maxTextLength } from './limits.ts';
import { choosePhoto, chooseVideo, type Unfit } from './media.ts';

/** What is typed is kept when somebody rests for so long. */
const restMs = 300;

function freshDraft(client: Client): PostDraft {
  return {
    postId: client.newId<PostId>(),
    ...{ text: '', mentions: [], media: [], link: null, place: null, audience: { kind: 'all' } },
    createdAt: new Date().toISOString(),
    ...{ state: 'draft', failure: null, upload: null },
  };
}

export const isEmpty = ({ text, media, link }: PostDraft): boolean =>
  text.trim() === '' && media.length === 0 && link === null;

export const maySend = (draft: PostDraft): boolean =>
  !isEmpty(draft) && draft.text.trim().length <= maxTextLength;

/** Whether one more file goes with those that are there: up to nine photos, or one video. */
export function fits(media: readonly PostMedia[], isVideo: boolean): Unfit | null {
  const hasVideo = media.some(({ kind }) => kind === 'video');
  if (hasVideo || (isVideo && media.length > 0)) return 'not_both';
  return media.length < maxPhotos ? null : 'too_many';
}

/** What is written, kept on the device with its files at every rest and before the page goes. */
function useKept(client: Client) {
  const { commands } = client;
  const [draft, setDraft] = useState(
    () => draftsOf(client.getState()).writing ?? freshDraft(client),
  );
  const latest = useRef(draft);
  const isKept = useRef(true);
  const isOver = useRef(false);

  const keep = useCallback(
    async (blobs: readonly NamedBlob[] = []) => {
      if (isOver.current || (isKept.current && blobs.length === 0)) return;
      isKept.current = true;
      if (isEmpty(latest.current)) await commands.dropPostDraft(latest.current.postId);
      else await commands.keepPostDraft(latest.current, blobs);
    },
    [commands],
  );
  const change = useCallback((how: Partial<PostDraft>) => {
    latest.current = { ...latest.current, ...how };
    isKept.current = false;
    setDraft(latest.current);
  }, []);
  /** From now on nothing of it is written any more. */
  const end = useCallback(() => {
    isOver.current = true;
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => void keep(), restMs);
    return () => clearTimeout(timer);
  }, [draft, keep]);
  useEffect(() => {
    const now = () => void keep();
    window.addEventListener('pagehide', now);
    return () => {
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [keep]);
  return { draft, latest, keep, change, end };
}

/** A post that is written. */
export function useCompose() {
  const client = useClient();
  const { commands, newId } = client;
  const { draft, latest, keep, change, end } = useKept(client);
  const [unfit, setUnfit] = useState<Unfit | null>(null);
  const [busy, setBusy] = useState(0);

  /** Takes files one after the other, in the order in which they were chosen. */
  async function add(files: readonly File[]): Promise<void> {
    setUnfit(null);
    setBusy((count) => count + 1);
    for (const file of files) {
      const isVideo = file.type.startsWith('video/');
      const before = fits(latest.current.media, isVideo);
      const made = before ?? (await (isVideo ? chooseVideo : choosePhoto)(file, newId<string>));
      // Two choices at once: by now there may be no room any more.
      const late = typeof made === 'string' ? made : fits(latest.current.media, isVideo);
      if (late !== null || typeof made === 'string') {
        setUnfit(late);
        if (late === 'too_many') break;
        continue;
      }
      change({ media: [...latest.current.media, made.media], link: null });
      await keep(made.blobs);
    }
    setBusy((count) => count - 1);
  }

  return {
    draft,
    unfit,
    busy: busy > 0,
    change,
    add,
    remove: (at: number) => change({ media: latest.current.media.toSpliced(at, 1) }),
    move: (from: number, to: number) => change({ media: moved(latest.current.media, from, to) }),
    /** It is on its way from now on. */
    async send(how: Partial<PostDraft>): Promise<void> {
      change(how);
      await keep();
      end();
      await commands.publishPost(latest.current.postId);
    },
    async discard(): Promise<void> {
      end();
      await commands.dropPostDraft(latest.current.postId);
    },
  };
}

export type Compose = ReturnType<typeof useCompose>;
