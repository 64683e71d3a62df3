import type { Timer } from '@plaza/base';
import type { EventPayload, PostRef } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import { keptPosts, postKey, refOf } from '../state/posts.ts';
import type { PostKey } from '../state/types.ts';
import type { Connection } from './connection.ts';

/** As many posts as one call names. */
const mostAtOnce = 20;
/** What is told together is asked for together; not all friends of one author at once. */
const gatherMs = 200;
const spreadMs = 800;

/** Loads the newest page of the feed, or the one before a place. */
export async function loadFeedPage(core: Core, ask: Ask, before: string | null): Promise<void> {
  await core.journal.read(
    () => ask('moments.listFeed', before === null ? {} : { before }),
    ({ posts, next }) => core.dispatch({ type: 'feedPage', posts, next, isFirst: before === null }),
  );
}

/** Asks how posts are for me now; those that are not answered are mine to see no more. */
async function askPosts(core: Core, ask: Ask, refs: readonly PostRef[]): Promise<void> {
  for (let at = 0; at < refs.length; at += mostAtOnce) {
    const asked = refs.slice(at, at + mostAtOnce);
    await core.journal.read(
      () => ask('moments.getPosts', { posts: asked }),
      ({ posts }) => {
        const seen = new Set(posts.map((post) => postKey(refOf(post))));
        for (const ref of asked) {
          const key = postKey(ref);
          if (!seen.has(key)) core.dispatch({ type: 'postGone', key });
        }
        core.dispatch({ type: 'posts', posts });
      },
    );
  }
}

/** Asks whether all that is kept of the feed is still mine to see, and how it is now. */
async function checkKept(core: Core, ask: Ask, from: number): Promise<void> {
  const { feed, posts } = core.getState().moments;
  const kept = feed.slice(from, keptPosts).flatMap((key) => posts.get(key) ?? []);
  await askPosts(core, ask, kept.map(refOf));
}

/** Loads the newest page of the feed, and looks through what is kept below it. */
export async function refreshFeed(core: Core, ask: Ask): Promise<void> {
  await loadFeedPage(core, ask, null);
  await checkKept(core, ask, mostAtOnce);
}

export type MomentsNews = {
  receive(told: EventPayload<'moments.changed'>): void;
  /** There are other notices than before. */
  noticed(): void;
  /** What happened while nobody told this device. */
  catchUp(): void;
  stop(): void;
};

export type NewsDeps = { core: Core; withAsk: Connection['withAsk'] };

/**
 * Follows what is told of Moments: no event carries a post, for who may see it is judged when it
 * is asked for. Before anybody has looked at the feed in this run it is only known that there is
 * something new.
 */
export function createMomentsNews({ core, withAsk }: NewsDeps): MomentsNews {
  const changed = new Map<PostKey, PostRef>();
  const posted = new Map<PostKey, PostRef>();
  let timer: Timer | null = null;

  async function askNow(ask: Ask): Promise<void> {
    const known = [...changed.values()];
    const fresh = [...posted.values()];
    changed.clear();
    posted.clear();
    if (known.length > 0) await askPosts(core, ask, known);
    if (fresh.length === 0) return;
    await core.journal.read(
      () => ask('moments.getPosts', { posts: fresh.slice(-mostAtOnce) }),
      ({ posts }) => {
        for (const post of posts) core.dispatch({ type: 'posted', post });
      },
    );
  }

  function askSoon(): void {
    timer ??= core.clock.after(gatherMs + core.random.int(spreadMs), () => {
      timer = null;
      void withAsk(askNow);
    });
  }

  async function countNotices(ask: Ask): Promise<void> {
    const { unread } = await ask('moments.listNotices', {});
    core.dispatch({ type: 'momentsUnread', unread });
  }

  async function catchUp(ask: Ask): Promise<void> {
    await countNotices(ask);
    if (core.getState().moments.feed.length > 0) await refreshFeed(core, ask);
  }

  return {
    receive({ post, what }) {
      const key = postKey(post);
      const { posts, isAsked } = core.getState().moments;
      if (what === 'gone') {
        changed.delete(key);
        posted.delete(key);
        core.dispatch({ type: 'postGone', key });
      } else if (posts.has(key)) {
        changed.set(key, post);
        askSoon();
      } else if (what === 'posted' && isAsked) {
        posted.set(key, post);
        askSoon();
      } else if (what === 'posted') core.dispatch({ type: 'momentsNews' });
    },
    noticed: () => void withAsk(countNotices),
    catchUp: () => void withAsk(catchUp),
    stop: () => timer?.cancel(),
  };
}
