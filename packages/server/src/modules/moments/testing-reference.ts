import type { PersonId } from '@plaza/base';
import type { MomentSide, MomentWindow } from '@plaza/base/moments';
import type { MomentAudience } from '@plaza/contract';

// The law of Moments once more, written down apart from it and as short as it can be said. The
// test holds everything that anybody is shown to these lines.

export type Post = { authorId: PersonId; postId: string; atMs: number; audience: MomentAudience };
export type Left = { byId: PersonId; answeredId: PersonId | null };

export type World = {
  nowMs: number;
  posts: readonly Post[];
  side(owner: PersonId, person: PersonId): MomentSide | null;
  settings(person: PersonId): { window: MomentWindow; allowsStrangers: boolean };
};

const days = { threeDays: 3, month: 30, halfYear: 182, all: Number.POSITIVE_INFINITY };

const areBlocked = (w: World, a: PersonId, b: PersonId) =>
  w.side(a, b)?.blocked === true || w.side(b, a)?.blocked === true;
const areListed = (w: World, a: PersonId, b: PersonId) =>
  w.side(a, b)?.listed === true && w.side(b, a)?.listed === true;
const areChatting = (w: World, a: PersonId, b: PersonId) =>
  w.side(a, b)?.chatOnly === true || w.side(b, a)?.chatOnly === true;
const areFriends = (w: World, a: PersonId, b: PersonId) =>
  areListed(w, a, b) && !areBlocked(w, a, b) && !areChatting(w, a, b);
const isOpen = (w: World, { authorId, atMs }: Post) =>
  w.nowMs - atMs <= days[w.settings(authorId).window] * 24 * 3_600_000;

function isFor(w: World, { authorId, audience }: Post, viewer: PersonId): boolean {
  if (audience.kind === 'all' || audience.kind === 'me') return audience.kind === 'all';
  const tags = w.side(authorId, viewer)?.tags ?? [];
  const isNamed =
    audience.personIds.includes(viewer) || audience.tags.some((tag) => tags.includes(tag));
  return isNamed === (audience.kind === 'these');
}

/** 1–4: a friend sees what is open, meant for them, and not hidden from them. */
export function seesAsFriend(w: World, viewer: PersonId, post: Post): boolean {
  const { authorId } = post;
  if (viewer === authorId) return true;
  if (!areFriends(w, viewer, authorId) || w.side(authorId, viewer)?.hideMine === true) return false;
  return isFor(w, post, viewer) && isOpen(w, post);
}

/** 5–6: others see the author’s ten newest for all, where the author lets them. */
function seesAsStranger(w: World, viewer: PersonId, post: Post): boolean {
  const { authorId, audience } = post;
  const kept = w.side(authorId, viewer);
  if (areListed(w, viewer, authorId) || areBlocked(w, viewer, authorId)) return false;
  if (kept?.hideMine === true || kept?.chatOnly === true) return false;
  const isNewer = (one: Post) => one.atMs > post.atMs && one.authorId === authorId;
  const newer = w.posts.filter((one) => isNewer(one) && one.audience.kind === 'all');
  const isOffered = audience.kind === 'all' && w.settings(authorId).allowsStrangers;
  return isOffered && newer.length < 10 && isOpen(w, post);
}

export function sees(w: World, viewer: PersonId, post: Post): boolean {
  return seesAsFriend(w, viewer, post) || seesAsStranger(w, viewer, post);
}

/** 7: the feed leaves out whom one does not want there. */
export function isInFeed(w: World, viewer: PersonId, post: Post): boolean {
  const isUnwanted = w.side(viewer, post.authorId)?.hideTheirs === true;
  return viewer === post.authorId || (seesAsFriend(w, viewer, post) && !isUnwanted);
}

/** 8–9: of others at a post one sees friends who still see it, and author and self anyway. */
function seesPersonAt(w: World, viewer: PersonId, post: Post, by: PersonId): boolean {
  if (viewer === by) return true;
  if (areBlocked(w, viewer, by)) return false;
  if (viewer === post.authorId || by === post.authorId) return true;
  return areFriends(w, viewer, by) && seesAsFriend(w, by, post);
}

/** 10: and an answer only with whom it answers. */
export function seesLeft(w: World, viewer: PersonId, { post, left }: { post: Post; left: Left }) {
  const people = left.answeredId === null ? [left.byId] : [left.byId, left.answeredId];
  return sees(w, viewer, post) && people.every((by) => seesPersonAt(w, viewer, post, by));
}
