import type { Moment, PostRef } from '@plaza/contract';
import type { PostId } from '@plaza/base';
import type { Core } from './core.ts';
import type { Files } from './outbox/files.ts';
import { createPosts } from './outbox/posts.ts';
import type { Result } from './result.ts';
import { postKey } from './state/posts.ts';
import type { PostDraft } from './state/types.ts';
import type { Sync } from './sync/index.ts';
import { loadFeedPage, refreshFeed } from './sync/moments.ts';

/** Bytes under the key that a draft names them by. */
export type NamedBlob = { readonly blobKey: string; readonly blob: Blob };

type LikeResult = Result<'moments.like'>;

export type MomentCommands = {
  /**
   * Asks for the newest page of the feed, and whether what is kept is still mine to see; false
   * without a connection.
   */
  refreshFeed(): Promise<boolean>;
  /** Asks for the next older page; false when there is none. */
  loadOlderPosts(): Promise<boolean>;
  /** Takes posts that another call answered: a page, an album. */
  takePosts(posts: readonly Moment[]): Promise<void>;
  /** Forgets a post that is there for me no more. */
  forgetPost(post: PostRef): Promise<void>;
  takeMomentsUnread(unread: number): Promise<void>;
  /** Shown at once, and taken back when it is refused. */
  likePost(post: PostRef, liked: boolean): Promise<LikeResult>;
  /** Keeps what is written, with files that are new to it. */
  keepPostDraft(draft: PostDraft, blobs: readonly NamedBlob[]): Promise<void>;
  /** The bytes of a file of a draft, to show it after a reload. */
  readDraftFile(blobKey: string): Promise<Blob | null>;
  /** Sends what was written, or what failed once more. */
  publishPost(postId: PostId): Promise<void>;
  dropPostDraft(postId: PostId): Promise<void>;
};

export type MomentsDeps = { core: Core; sync: Sync; files: Files };
/** The commands, and what goes on when a connection is there. */
export type MomentsDesk = MomentCommands & { resume(): void };

/** The post as it will be when the server agrees. */
function withLike({ getState }: Core, post: Moment, liked: boolean): Moment {
  const { me, people } = getState();
  const mine = me === null ? undefined : people.get(me.personId);
  const others = post.likes.filter(({ personId }) => personId !== me?.personId);
  const likes = liked && mine !== undefined ? [...others, mine] : others;
  const likeCount = post.likeCount + (liked ? 1 : 0) - (post.liked ? 1 : 0);
  return { ...post, liked, likes, likeCount };
}

async function like(core: Core, ref: PostRef, liked: boolean): Promise<LikeResult> {
  const key = postKey(ref);
  const before = core.getState().moments.posts.get(key);
  const show = (post: Moment) => core.dispatch({ type: 'posts', posts: [post] });
  if (before !== undefined) show(withLike(core, before, liked));
  const answer = await core.http.call(liked ? 'moments.like' : 'moments.unlike', ref);
  if (answer.ok) show(answer.output.post);
  else if (answer.error === 'post_unknown') core.dispatch({ type: 'postGone', key });
  else if (before !== undefined) show(before);
  return answer;
}

/** Creates what a person does with Moments. */
export function createMoments({ core, sync, files }: MomentsDeps): MomentsDesk {
  const posts = createPosts(core, files);
  let older: Promise<boolean> | null = null;
  /** Another tab forgets what it asked when this is answered: so first it must be stored. */
  const kept = <T>(value: T): Promise<T> => core.flush().then(() => value);

  async function loadOlder(before: string): Promise<boolean> {
    let isThere = false;
    await sync.withAsk(async (ask) => {
      await loadFeedPage(core, ask, before);
      isThere = true;
    });
    return isThere;
  }

  return {
    refreshFeed: () =>
      sync.withAsk((ask) => {
        // What a reconnection looks through anyway is not looked through at every opening.
        const { isAsked } = core.getState().moments;
        return isAsked ? loadFeedPage(core, ask, null) : refreshFeed(core, ask);
      }),
    async loadOlderPosts() {
      const { next } = core.getState().moments;
      if (next === null) return false;
      older ??= loadOlder(next).finally(() => {
        older = null;
      });
      return older;
    },
    takePosts: async (told) => core.dispatch({ type: 'posts', posts: told }),
    forgetPost: async (post) => core.dispatch({ type: 'postGone', key: postKey(post) }),
    takeMomentsUnread: async (unread) => core.dispatch({ type: 'momentsUnread', unread }),
    likePost: (post, liked) => like(core, post, liked),
    async keepPostDraft(draft, blobs) {
      const named = new Map(blobs.map(({ blobKey, blob }) => [blobKey, blob]));
      files.hold(named);
      await files.keep(named);
      // What is on its way is written no more.
      const state = core.getState().postDrafts.get(draft.postId)?.state ?? 'draft';
      if (state === 'draft') core.dispatch({ type: 'postDraft', draft });
      return kept(undefined);
    },
    readDraftFile: (blobKey) => files.read(blobKey),
    publishPost: async (postId) => kept(posts.publish(postId)),
    dropPostDraft: async (postId) => kept(posts.drop(postId)),
    resume: posts.resume,
  };
}
