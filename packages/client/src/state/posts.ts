import type { PersonId, PostId } from '@plaza/base';
import type { Contact, Moment, PostRef } from '@plaza/contract';
import { put, without } from './maps.ts';
import type { Moments, PostDraft, PostKey, State } from './types.ts';

/** As many of the feed are kept for reading without a network. */
export const keptPosts = 200;
/** As many are in memory: those of albums and pages among them. */
const heldPosts = 2_000;

/** A post's id is its author's choice and counts for the author only: both name it. */
export const postKey = ({ authorId, postId }: PostRef): PostKey => `${authorId}/${postId}`;

export const refOf = ({ author, postId }: Moment): PostRef => ({
  authorId: author.personId,
  postId,
});

export const keyOf = (post: Moment): PostKey => postKey(refOf(post));

/** A page of the feed as it was answered: the whole of what stands between its two ends. */
export type FeedPage = {
  readonly posts: readonly Moment[];
  readonly next: string | null;
  /** The first page, or the one that follows the oldest post that was asked for so far. */
  readonly isFirst: boolean;
};

/** Newer posts sort after older ones; of one instant the id decides, as on the server. */
const rank = ({ at, postId }: Moment): string => `${at} ${postId}`;

const rankOf = (posts: Moments['posts'], id: PostKey | null): string => {
  const post = id === null ? undefined : posts.get(id);
  return post === undefined ? '' : rank(post);
};

/** Lets go of the oldest that no list shows. */
function pruned(posts: ReadonlyMap<PostKey, Moment>, feed: readonly PostKey[]): Moments['posts'] {
  if (posts.size <= heldPosts) return posts;
  const shown = new Set(feed);
  const next = new Map(posts);
  for (const id of next.keys()) {
    if (next.size <= heldPosts) break;
    if (!shown.has(id)) next.delete(id);
  }
  return next;
}

function withPosts(posts: Moments['posts'], told: readonly Moment[]): Map<PostKey, Moment> {
  const next = new Map(posts);
  for (const post of told) next.set(keyOf(post), post);
  return next;
}

/** The ids of posts, the newest first. */
export function inOrder(posts: Moments['posts'], ids: Iterable<PostKey>): PostKey[] {
  const ranked = [...new Set(ids)].map((id) => [rankOf(posts, id), id] as const);
  return ranked.toSorted(([a], [b]) => (a < b ? 1 : -1)).map(([, id]) => id);
}

/**
 * Takes a page of the feed. What this device kept between the page's ends and is not on it is to
 * be seen no more: it was deleted, or is no longer mine to see. Where a first page does not reach
 * down to what was kept, that goes too: a hole is never shown as if nothing had been there.
 */
export function takeFeedPage(state: State, { posts: told, next, isFirst }: FeedPage): State {
  const { moments } = state;
  const posts = withPosts(moments.posts, told);
  const last = told.at(-1);
  const low = last === undefined || next === null ? '' : rank(last);
  const high = isFirst ? '\uffff' : rankOf(posts, moments.verifiedTo);
  const onPage = new Set(told.map(keyOf));
  const newestKept = rankOf(posts, moments.feed[0] ?? null);
  const isApart = isFirst && next !== null && newestKept < low;
  const stays = moments.feed.filter((id) => {
    const at = rankOf(posts, id);
    if (isApart) return false;
    return onPage.has(id) || at < low || at >= high;
  });
  for (const id of moments.feed) if (!onPage.has(id) && !stays.includes(id)) posts.delete(id);
  const feed = inOrder(posts, [...onPage, ...stays]);
  // Pages that were asked for before reach further down than a new first one.
  const knownTo = rankOf(posts, moments.verifiedTo);
  const reaches =
    isFirst && !isApart && moments.verifiedTo !== null && knownTo !== '' && knownTo < low;
  return {
    ...state,
    moments: {
      ...moments,
      feed,
      posts: pruned(posts, feed),
      isAsked: true,
      hasNew: isFirst ? false : moments.hasNew,
      next: reaches ? moments.next : next,
      verifiedTo: reaches
        ? moments.verifiedTo
        : last === undefined
          ? moments.verifiedTo
          : keyOf(last),
    },
  };
}

/** Takes posts as they are now, wherever they were shown. */
export function takePosts(state: State, told: readonly Moment[]): State {
  const { moments } = state;
  const posts = pruned(withPosts(moments.posts, told), moments.feed);
  return { ...state, moments: { ...moments, posts } };
}

/** Takes a post that belongs to the feed: a new one, or one that changed. */
export function takePostOfFeed(state: State, post: Moment): State {
  const { moments } = takePosts(state, [post]);
  const feed = moments.feed.includes(keyOf(post))
    ? moments.feed
    : inOrder(moments.posts, [keyOf(post), ...moments.feed]);
  return { ...state, moments: { ...moments, feed } };
}

function withoutPosts(state: State, isGone: (post: Moment) => boolean): State {
  const { moments } = state;
  const gone = [...moments.posts.values()].filter(isGone).map(keyOf);
  if (gone.length === 0) return state;
  const posts = new Map(moments.posts);
  for (const id of gone) posts.delete(id);
  const feed = moments.feed.filter((id) => posts.has(id));
  return { ...state, moments: { ...moments, posts, feed } };
}

export const takePostGone = (state: State, key: PostKey): State =>
  withoutPosts(state, (post) => keyOf(post) === key);

/** Forgets all of one person: nothing of theirs is mine to see, as far as this device can tell. */
export const withoutPostsOf = (state: State, personId: PersonId): State =>
  withoutPosts(state, ({ author }) => author.personId === personId);

/** What a contact says by itself of the posts that are kept of them. */
export function settlePosts(state: State, contact: Contact): State {
  const { personId } = contact.person;
  const { listed, blocked, chatOnly, hideTheirs } = contact;
  if (!listed || blocked || chatOnly) return withoutPostsOf(state, personId);
  // What I do not want in my feed I may still look at where they keep it.
  if (!hideTheirs) return state;
  const { moments } = state;
  const feed = moments.feed.filter((key) => !key.startsWith(`${personId}/`));
  return feed.length === moments.feed.length ? state : { ...state, moments: { ...moments, feed } };
}

export function takePostDraft(state: State, draft: PostDraft): State {
  return { ...state, postDrafts: put(state.postDrafts, draft.postId, draft) };
}

export function withoutPostDraft(state: State, postId: PostId): State {
  return { ...state, postDrafts: without(state.postDrafts, postId) };
}

/** How far its files are; one that is gone shows nothing. */
export function takePostProgress(state: State, postId: PostId, upload: PostDraft['upload']): State {
  const draft = state.postDrafts.get(postId);
  return draft === undefined ? state : takePostDraft(state, { ...draft, upload });
}

/** What I am writing, at most one; and what is on its way, the newest first. */
export function draftsOf({ postDrafts }: State) {
  const all = [...postDrafts.values()];
  return {
    writing: all.find((draft) => draft.state === 'draft') ?? null,
    sending: all
      .filter((draft) => draft.state !== 'draft')
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)),
  };
}

/** The posts of the feed, the newest first. */
export function feedOf({ moments }: State): Moment[] {
  return moments.feed.flatMap((id) => moments.posts.get(id) ?? []);
}
