import type { PostId } from '@plaza/base';
import type { MethodInput, Moment } from '@plaza/contract';
import { expect, test } from 'vitest';
import { draftsOf, feedOf, keyOf } from './state/posts.ts';
import type { PostDraft } from './state/types.ts';
import { createMemoryStore } from './store/memory.ts';
import { cardOf } from './testing/model.ts';
import { testId } from './testing/model-server.ts';
import { createWorld, device, during, me, others, pass, type World } from './testing/world.ts';

type Given = MethodInput<'moments.createPost'>;

function momentOf(given: Given, n: number, author = me): Moment {
  const { postId, text, attachment, place, audience } = given;
  return {
    ...{ postId, text, attachment, place, audience, author: cardOf(author), mentions: [] },
    at: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    ...{ mayReact: true, liked: false, likes: [], likeCount: 0, comments: [], commentCount: 0 },
  };
}

/** A square in front of the model: posts by their ids, and every call for them. */
function createSquare(world: World) {
  const square = { posts: [] as Moment[], created: 0, refusal: null as string | null, cutAt: 0 };
  const { server } = world;
  const ok = (output: unknown) => ({ ok: true, output }) as never;
  const call = (name: string, input: unknown) => {
    if (name === 'moments.createPost') {
      if (square.refusal !== null)
        return { ok: false, error: square.refusal, message: '' } as never;
      const given = input as Given;
      const known = square.posts.find(({ postId }) => postId === given.postId);
      if (known !== undefined) return ok({ post: known });
      square.created += 1;
      const post = momentOf(given, square.created);
      square.posts.unshift(post);
      return ok({ post });
    }
    if (name === 'moments.listFeed') return ok({ posts: square.posts, top: null, next: null });
    if (name !== 'moments.getPosts') return null;
    const { posts } = input as MethodInput<'moments.getPosts'>;
    const asked = new Set(posts.map(({ postId }) => postId));
    return ok({ posts: square.posts.filter(({ postId }) => asked.has(postId)) });
  };
  world.server = {
    ...server,
    http(person) {
      const http = server.http(person);
      return {
        async call(name, input, options) {
          const answer = call(name, input);
          return answer === null ? http.call(name, input, options) : answer;
        },
      };
    },
  };
  world.uploader = {
    async upload({ blob, url, onUrl, onProgress }) {
      const at = url ?? `/uploads/${testId(7, (await blob.text()).length)}`;
      onUrl(at);
      await world.clock.sleep(500);
      onProgress(square.cutAt === 0 ? blob.size : square.cutAt);
      if (square.cutAt > 0) return { ok: false, error: 'offline', message: '' };
      return { ok: true, uploadId: at.slice('/uploads/'.length) };
    },
  };
  return square;
}

const postId = testId<PostId>(9, 1);

function draft(texts: readonly string[]): PostDraft {
  return {
    ...{ postId, text: 'Hello', mentions: [], link: null, place: null, audience: { kind: 'all' } },
    media: texts.map((text) => ({
      ...{ kind: 'photo', width: 4, height: 3, placeholder: '', durationMs: 0, small: null },
      whole: {
        ...{ as: 'image', name: text, blobKey: text, sizeBytes: text.length },
        ...{ uploadUrl: null, fileId: null },
      },
    })),
    ...{ createdAt: '2026-01-01T00:00:00.000Z', state: 'draft', failure: null, upload: null },
  };
}

const blobsOf = (texts: readonly string[]) =>
  texts.map((text) => ({ blobKey: text, blob: new Blob([text]) }));

async function begun(seed: number) {
  const world = createWorld(seed, 1);
  const square = createSquare(world);
  const store = createMemoryStore();
  const client = device(world, store);
  await during(world, client.start());
  await pass(world, 2_000);
  return { world, square, store, client };
}

test('a post survives a reload at each step, and is there once', async () => {
  const { world, square, store, client } = await begun(1);
  const texts = ['one', 'three', 'seventh'];
  await client.commands.keepPostDraft(draft(texts), blobsOf(texts));
  await during(world, client.stop());

  // What was written is there again, and goes on its way over a line that is cut.
  const second = device(world, store);
  await during(world, second.start());
  expect(draftsOf(second.getState()).writing?.text).toBe('Hello');
  expect(await (await second.commands.readDraftFile('seventh'))?.text()).toBe('seventh');
  await pass(world, 2_000);
  square.cutAt = 2;
  await second.commands.publishPost(postId);
  await pass(world, 2_000);
  const [sending] = draftsOf(second.getState()).sending;
  expect(sending?.upload).toEqual({ sentBytes: 2, totalBytes: 15 });
  await during(world, second.stop());

  square.cutAt = 0;
  const third = device(world, store);
  await during(world, third.start());
  await pass(world, 30_000);
  expect(square.created).toBe(1);
  const [post] = feedOf(third.getState());
  expect(post?.attachment).toMatchObject({ type: 'photos', photos: { length: 3 } });
  expect(third.getState().postDrafts.size).toBe(0);
  expect(await store.readKeys('blob')).toEqual([]);
  expect(await store.readKeys('postDraft')).toEqual([]);
});

test('a refused post says why, goes again, or goes away with its files', async () => {
  const { world, square, store, client } = await begun(2);
  square.refusal = 'file_unknown';
  await client.commands.keepPostDraft(draft(['one']), blobsOf(['one']));
  await client.commands.publishPost(postId);
  await pass(world, 3_000);
  const failed = () => draftsOf(client.getState()).sending[0];
  expect([failed()?.state, failed()?.failure]).toEqual(['failed', 'file_unknown']);
  // Files that the server let go of are brought up again.
  square.refusal = null;
  await client.commands.publishPost(postId);
  expect(failed()?.media[0]?.whole.fileId).toBeNull();
  await pass(world, 3_000);
  expect(square.created).toBe(1);

  square.refusal = 'post_conflict';
  await client.commands.keepPostDraft(draft(['two']), blobsOf(['two']));
  await client.commands.publishPost(postId);
  await pass(world, 3_000);
  expect(failed()?.failure).toBe('post_conflict');
  await client.commands.dropPostDraft(postId);
  await pass(world, 500);
  expect(await store.readKeys('blob')).toEqual([]);
});

test('what is kept is forgotten when it is mine to see no more', async () => {
  const { world, square, store, client } = await begun(3);
  const author = others[0];
  const all = [1, 2, 3].map((n) => {
    const { media: _, ...given } = { ...draft([]), postId: testId<PostId>(9, n) };
    return momentOf({ ...given, mentions: [], attachment: null }, n, author);
  });
  square.posts = all.toReversed();
  await client.commands.refreshFeed();
  expect(await store.readKeys('post')).toHaveLength(3);
  await during(world, client.stop());

  square.posts = all.slice(0, 1);
  const again = device(world, store);
  await again.start();
  // Without a word from the server it is what there was.
  expect(feedOf(again.getState())).toHaveLength(3);
  await pass(world, 10_000);
  expect(feedOf(again.getState()).map(keyOf)).toEqual(all.slice(0, 1).map(keyOf));
  expect(await store.readKeys('post')).toHaveLength(1);
});
