import type { PersonId, PostId } from '@plaza/base';
import type { MethodInput, Moment, PostRef } from '@plaza/contract';
import type { MomentsDeps } from './deps.ts';
import { allowFiles } from './files.ts';
import { createMomentsHolding } from './holding.ts';
import { listAlbum, listFeed } from './listing.ts';
import { listNotices, markNoticesRead } from './noticing.ts';
import { evidenceOf, removeReported } from './moderating.ts';
import { createPost, deletePost, setAudience } from './posting.ts';
import { presentPosts } from './present.ts';
import { comment, deleteComment, getPost, like, unlike } from './reacting.ts';
import { search } from './searching.ts';
import { getSettings, setSettings } from './settings.ts';
import { selectPosts } from './store/posts.ts';
import { createTelling, reactToHappenings } from './telling.ts';

type Id = PersonId;
type Input<
  Verb extends
    | 'createPost'
    | 'setAudience'
    | 'listFeed'
    | 'listAlbum'
    | 'comment'
    | 'search'
    | 'deleteComment'
    | 'listNotices'
    | 'setSettings',
> = MethodInput<`moments.${Verb}`>;

export type Moments = ReturnType<typeof createMoments>;

/** The posts that this person may open, in the order in which they were asked for. */
async function getPosts(
  deps: MomentsDeps,
  viewerId: Id,
  refs: readonly PostRef[],
): Promise<Moment[]> {
  const posts = await selectPosts(deps.db.query, refs);
  const found = await presentPosts(deps, { viewerId, posts });
  const keyOf = (authorId: Id, postId: PostId) => `${authorId}/${postId}`;
  const known = new Map(found.map((one) => [keyOf(one.author.personId, one.postId), one]));
  const keys = new Set(refs.map((ref) => keyOf(ref.authorId, ref.postId)));
  return [...keys].flatMap((key) => known.get(key) ?? []);
}

/** Creates the service and registers what it does by itself: create it before anything starts. */
export function createMoments(deps: MomentsDeps) {
  const telling = createTelling(deps);
  allowFiles(deps);
  reactToHappenings(deps, telling);
  return {
    createPost: (viewerId: Id, input: Input<'createPost'>) => createPost(deps, viewerId, input),
    deletePost: (authorId: Id, postId: PostId) => deletePost(deps, { authorId, postId }),
    setAudience: (viewerId: Id, input: Input<'setAudience'>) => setAudience(deps, viewerId, input),
    getPost: (viewerId: Id, ref: PostRef) => getPost(deps, viewerId, ref),
    getPosts: (viewerId: Id, refs: readonly PostRef[]) => getPosts(deps, viewerId, refs),
    listFeed: (viewerId: Id, input: Input<'listFeed'>) => listFeed(deps, viewerId, input),
    listAlbum: (viewerId: Id, input: Input<'listAlbum'>) => listAlbum(deps, viewerId, input),
    search: (viewerId: Id, input: Input<'search'>) => search(deps, viewerId, input),
    like: (viewerId: Id, ref: PostRef) => like(deps, viewerId, ref),
    unlike: (viewerId: Id, ref: PostRef) => unlike(deps, viewerId, ref),
    comment: (viewerId: Id, input: Input<'comment'>) => comment(deps, viewerId, input),
    deleteComment: (viewerId: Id, input: Input<'deleteComment'>) =>
      deleteComment(deps, viewerId, input),
    listNotices: (viewerId: Id, input: Input<'listNotices'>) => listNotices(deps, viewerId, input),
    async markNoticesRead(personId: Id): Promise<void> {
      await markNoticesRead(deps, personId);
      telling.tell([personId], { name: 'moments.noticed', payload: {} });
    },
    getSettings: (personId: Id) => getSettings(deps, personId),
    setSettings: (personId: Id, input: Input<'setSettings'>) => setSettings(deps, personId, input),
    evidenceOf: (viewerId: Id, subject: Parameters<typeof evidenceOf>[2]) =>
      evidenceOf(deps, viewerId, subject),
    remove: (subject: Parameters<typeof removeReported>[1]) => removeReported(deps, subject),
    start: telling.start,
    stop: telling.stop,
    holding: createMomentsHolding(deps),
  };
}
