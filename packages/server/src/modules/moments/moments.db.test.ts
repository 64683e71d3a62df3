import type { CommentId, PersonId, PostId } from '@plaza/base';
import type { PostRef } from '@plaza/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openMoments, reasonOf, value, type TestMoments } from './testing.ts';

let city: TestMoments;
let moments: TestMoments['moments'];
let ana: PersonId;
let ben: PersonId;
let cleo: PersonId;

beforeAll(async () => {
  city = await openMoments();
  ({ moments } = city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});
// Ana and Ben, and Ana and Cleo are friends; Ben and Cleo do not know each other.
beforeEach(async () => {
  [ana, ben, cleo] = [city.person('Ana'), city.person('Ben'), city.person('Cleo')];
  await city.contacts.befriend(ana, ben);
  await city.contacts.befriend(ana, cleo);
  await city.heard();
});

const dayMs = 24 * 3_600_000;
const feedOf = async (personId: PersonId) => value(await moments.listFeed(personId, {})).posts;
const idsOf = async (personId: PersonId) => (await feedOf(personId)).map(({ postId }) => postId);
const seenBy = async (personId: PersonId, ref: PostRef) =>
  reasonOf(await moments.getPost(personId, ref)) === 'ok';
const set = (owner: PersonId, personId: PersonId, change: object) =>
  city.contacts.update(owner, { personId, ...change });

describe('posting', () => {
  test('is once under one id, with photos that friends may open', async () => {
    const photo = await city.photo(ana);
    const asked = {
      ...{ postId: city.newId<PostId>(), text: 'At the lake', place: null },
      attachment: { type: 'photos' as const, photos: [photo] },
      ...{ mentions: [ben, city.person('nobody')], audience: { kind: 'all' as const } },
    };
    const tries = [moments.createPost(ana, asked), moments.createPost(ana, asked)];
    const [one, other] = (await Promise.all(tries)).map(value);
    expect(one).toEqual(other);
    expect(one).toMatchObject({ text: 'At the lake', mentions: [{ displayName: 'Ben' }] });
    expect(value(await moments.createPost(ana, asked))).toEqual(one);
    const changed = { ...asked, text: 'Elsewhere' };
    expect(reasonOf(await moments.createPost(ana, changed))).toBe('post_conflict');
    expect(await idsOf(ben)).toEqual([asked.postId]);
    expect(await city.reads(ben, photo.fileId)).toBe(true);
    expect(await city.reads(city.person(), photo.fileId)).toBe(false);
    const theirs = await city.photo(ben);
    const stolen = { ...asked, postId: city.newId<PostId>() };
    stolen.attachment = { type: 'photos', photos: [theirs] };
    expect(reasonOf(await moments.createPost(cleo, stolen))).toBe('file_unknown');
    const empty = { ...stolen, text: ' ', attachment: null };
    expect(reasonOf(await moments.createPost(cleo, empty))).toBe('invalid');
  });

  test('deleted, it is gone with its files and all that was left at it', async () => {
    const photo = await city.photo(ana);
    const attachment = { type: 'photos' as const, photos: [photo] };
    const post = await city.post(ana, { attachment });
    value(await moments.like(ben, post));
    value(await city.comment(ben, post, 'Nice'));
    await city.heard();
    expect(reasonOf(await moments.deletePost(ben, post.postId))).toBe('post_unknown');
    value(await moments.deletePost(ana, post.postId));
    expect(await city.files.describe(photo.fileId)).toBeNull();
    expect(await seenBy(ana, post)).toBe(false);
    expect(value(await moments.listNotices(ana, {})).notices).toEqual([]);
    const told = (await city.heard()).filter(({ name }) => name === 'moments.changed');
    expect(told.map(({ personId }) => personId).toSorted()).toEqual([ana, ben, cleo].toSorted());
    expect(told[0]?.payload).toEqual({ post, what: 'gone' });
  });
});

describe('the feed', () => {
  test('is by nothing but time, page by page, and tells what is newer than its top', async () => {
    const posts: PostRef[] = [];
    for (let n = 0; n < 45; n += 1) {
      city.clock.advance(1_000);
      const hidden = { audience: { kind: 'these' as const, tags: ['x'], personIds: [] } };
      if (n % 3 === 0) await city.post(ana, hidden);
      posts.unshift(await city.post(n % 2 === 0 ? ana : ben));
    }
    const seen: string[] = [];
    let before: string | undefined;
    let top: string | null = null;
    do {
      const page = value(await moments.listFeed(ben, before === undefined ? {} : { before }));
      top ??= page.top;
      seen.push(...page.posts.map(({ postId }) => postId));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual(posts.map(({ postId }) => postId));
    expect(value(await moments.listFeed(ben, { after: top as string })).posts).toEqual([]);
    city.clock.advance(1_000);
    const fresh = await city.post(ana);
    const newer = value(await moments.listFeed(ben, { after: top as string }));
    expect(newer.posts.map(({ postId }) => postId)).toEqual([fresh.postId]);
    expect(reasonOf(await moments.listFeed(ben, { before: 'x' }))).toBe('invalid');
  });

  test('follows every wish of both sides at once', async () => {
    const post = await city.post(ana);
    const isThere = async () => [await idsOf(ben), await seenBy(ben, post)];
    expect(await isThere()).toEqual([[post.postId], true]);
    for (const [owner, other, wish] of [
      [ana, ben, { hideMine: true }],
      [ana, ben, { chatOnly: true }],
      [ben, ana, { chatOnly: true }],
    ] as const) {
      const undo = Object.fromEntries(Object.keys(wish).map((key) => [key, false]));
      value(await set(owner, other, wish));
      expect(await isThere()).toEqual([[], false]);
      value(await set(owner, other, undo));
      expect(await isThere()).toEqual([[post.postId], true]);
    }
    value(await set(ben, ana, { hideTheirs: true }));
    expect(await isThere()).toEqual([[], true]);
    expect(value(await moments.listAlbum(ben, { personId: ana })).posts).toHaveLength(1);
    value(await set(ben, ana, { hideTheirs: false }));
    await city.contacts.block(ana, ben);
    expect(await isThere()).toEqual([[], false]);
    await city.contacts.unblock(ana, ben);
    value(await city.contacts.remove(ben, ana));
    expect(await isThere()).toEqual([[], false]);
  });
});

describe('for whom a post is', () => {
  test('is by tags and names as they are now, and is told to whom it reaches', async () => {
    value(await set(ana, ben, { tags: ['lake'] }));
    const these = { kind: 'these' as const, tags: ['lake'], personIds: [] };
    const post = await city.post(ana, { audience: these });
    expect([await seenBy(ben, post), await seenBy(cleo, post)]).toEqual([true, false]);
    const told = await city.heard();
    expect(told.some(({ personId }) => personId === cleo)).toBe(false);
    value(await set(ana, ben, { tags: [] }));
    value(await set(ana, cleo, { tags: ['lake'] }));
    expect([await seenBy(ben, post), await seenBy(cleo, post)]).toEqual([false, true]);
    const except = { kind: 'except' as const, tags: ['lake'], personIds: [] };
    const { audience } = value(
      await moments.setAudience(ana, { postId: post.postId, audience: except }),
    );
    expect(audience).toEqual(except);
    expect([await seenBy(ben, post), await seenBy(cleo, post)]).toEqual([true, false]);
    const changes = (await city.heard()).map(({ personId, payload }) => [
      personId,
      (payload as { what?: string }).what,
    ]);
    expect(changes).toContainEqual([cleo, 'gone']);
    expect(changes).toContainEqual([ben, 'posted']);
    value(await moments.setAudience(ana, { postId: post.postId, audience: { kind: 'me' } }));
    expect([await seenBy(ben, post), await seenBy(ana, post)]).toEqual([false, true]);
    expect((await feedOf(ana))[0]?.audience).toEqual({ kind: 'me' });
    const wrong = { postId: post.postId, audience: { kind: 'all' as const } };
    expect(reasonOf(await moments.setAudience(ben, wrong))).toBe('post_unknown');
  });

  test('ends with the window, by the clock, and is open again with a wider one', async () => {
    const post = await city.post(ana);
    value(await moments.setSettings(ana, { window: 'threeDays' }));
    city.clock.advance(3 * dayMs);
    expect(await seenBy(ben, post)).toBe(true);
    city.clock.advance(1);
    expect([await seenBy(ben, post), await seenBy(ana, post)]).toEqual([false, true]);
    expect(await idsOf(ben)).toEqual([]);
    value(await moments.setSettings(ana, { window: 'month' }));
    expect(await seenBy(ben, post)).toBe(true);
    expect(value(await moments.listAlbum(ben, { personId: ana })).window).toBe('month');
  });

  test('a stranger sees the ten newest for all, where the author lets them', async () => {
    const eve = city.person('Eve');
    const posts: PostRef[] = [];
    for (let n = 0; n < 12; n += 1) {
      city.clock.advance(1_000);
      posts.unshift(await city.post(ana));
      await city.post(ana, { audience: { kind: 'except', tags: [], personIds: [] } });
    }
    const album = async () => value(await moments.listAlbum(eve, { personId: ana }));
    expect(await album()).toMatchObject({ posts: [], window: null, coverId: null });
    value(await moments.setSettings(ana, { allowsStrangers: true }));
    const seen = (await album()).posts.map(({ postId }) => postId);
    expect(seen).toEqual(posts.slice(0, 10).map(({ postId }) => postId));
    const newest = posts[0] as PostRef;
    expect(reasonOf(await moments.like(eve, newest))).toBe('not_contact');
    expect(reasonOf(await city.comment(eve, newest, 'Hi'))).toBe('not_contact');
    expect(await idsOf(eve)).toEqual([]);
    await city.contacts.block(ana, eve);
    expect((await album()).posts).toEqual([]);
  });
});

describe('likes and comments', () => {
  test('are seen by friends of both only, and counted so', async () => {
    const post = await city.post(ana);
    value(await moments.like(ben, post));
    value(await moments.like(cleo, post));
    const first = value(await city.comment(ben, post, 'From Ben'));
    const own = value(await city.comment(ana, post, 'To Ben', first.commentId));
    value(await city.comment(cleo, post, 'From Cleo'));
    const lookOf = async (personId: PersonId) => {
      const moment = value(await moments.getPost(personId, post));
      const names = moment.likes.map(({ displayName }) => displayName);
      return [names, moment.likeCount, moment.comments.map(({ text }) => text)];
    };
    expect(await lookOf(ana)).toEqual([['Ben', 'Cleo'], 2, ['From Ben', 'To Ben', 'From Cleo']]);
    expect(await lookOf(ben)).toEqual([['Ben'], 1, ['From Ben', 'To Ben']]);
    // What Ana answered to Ben would tell Cleo of him.
    expect(await lookOf(cleo)).toEqual([['Cleo'], 1, ['From Cleo']]);
    const answer = await city.comment(cleo, post, 'Who?', first.commentId);
    expect(reasonOf(answer)).toBe('comment_unknown');
    await city.contacts.befriend(ben, cleo);
    expect(await lookOf(cleo)).toEqual([['Ben', 'Cleo'], 2, ['From Ben', 'To Ben', 'From Cleo']]);
    expect(own.replyTo).toMatchObject({ person: { displayName: 'Ben' } });
    expect(value(await moments.unlike(ben, post)).likes).toHaveLength(1);
  });

  test('tell nobody who may not see them', async () => {
    const post = await city.post(ana);
    await city.heard();
    value(await moments.like(ben, post));
    const people = (await city.heard()).map(({ personId, name }) => `${personId} ${name}`);
    const should = [`${ana} moments.changed`, `${ben} moments.changed`, `${ana} moments.noticed`];
    expect(people.toSorted()).toEqual(should.toSorted());
  });

  test('are removed by who wrote them or whose post it is; a post takes 1,000', async () => {
    const post = await city.post(ana);
    const one = value(await city.comment(ben, post, 'One'));
    const two = value(await city.comment(ben, post, 'Two'));
    const drop = (personId: PersonId, commentId: CommentId) =>
      moments.deleteComment(personId, { ...post, commentId });
    expect(reasonOf(await drop(cleo, one.commentId))).toBe('comment_unknown');
    value(await drop(ben, one.commentId));
    value(await drop(ana, two.commentId));
    expect(reasonOf(await drop(ana, two.commentId))).toBe('comment_unknown');
    const again = { ...post, commentId: city.newId<CommentId>(), text: 'x', replyToId: null };
    const both = [moments.comment(ben, again), moments.comment(ben, again)];
    expect((await Promise.all(both)).map(reasonOf)).toEqual(['ok', 'ok']);
    const other = { ...again, text: 'y' };
    expect(reasonOf(await moments.comment(ben, other))).toBe('post_conflict');
    const { rows } = await city.db.query<{ comment_count: number }>(
      'select comment_count from moments_post where post_id = $1',
      [post.postId],
    );
    expect(rows).toEqual([{ comment_count: 1 }]);
    await city.db.query('update moments_post set comment_count = 1000 where post_id = $1', [
      post.postId,
    ]);
    expect(reasonOf(await city.comment(ben, post, 'z'))).toBe('too_many_comments');
  });
});

describe('notices', () => {
  const of = async (personId: PersonId) => {
    await city.outbox.settle();
    const { notices, unread } = value(await moments.listNotices(personId, {}));
    return { unread, kinds: notices.map(({ kind }) => kind) };
  };

  test('tell whom it concerns, as long as they may see it', async () => {
    await city.contacts.befriend(ben, cleo);
    const post = await city.post(ana, { text: 'With @Ben', mentions: [ben] });
    city.clock.advance(1_000);
    value(await moments.like(ben, post));
    city.clock.advance(1_000);
    const first = value(await city.comment(ben, post, 'Nice'));
    city.clock.advance(1_000);
    value(await city.comment(cleo, post, 'Yes', first.commentId));
    expect(await of(ana)).toEqual({ unread: 3, kinds: ['comment', 'comment', 'like'] });
    expect(await of(ben)).toEqual({ unread: 2, kinds: ['reply', 'mention'] });
    expect(await of(cleo)).toEqual({ unread: 0, kinds: [] });
    await moments.markNoticesRead(ben);
    expect(await of(ben)).toEqual({ unread: 0, kinds: ['reply', 'mention'] });
    value(await city.contacts.remove(cleo, ben));
    expect((await of(ben)).kinds).toEqual(['mention']);
    value(await moments.unlike(ben, post));
    expect((await of(ana)).kinds).toEqual(['comment', 'comment']);
  });
});

describe('mute words', () => {
  test('of whoever is noticed keep a comment from calling for attention', async () => {
    const post = await city.post(ana);
    city.muteWords.set(ana, ['diet']);
    value(await city.comment(ben, post, 'My DIET, day 12'));
    const quiet = (await city.heard()).filter(({ name }) => name === 'moments.noticed');
    expect(quiet).toEqual([]);
    value(await city.comment(ben, post, 'Hello'));
    const called = (await city.heard()).filter(({ name }) => name === 'moments.noticed');
    expect(called.map(({ personId }) => personId)).toEqual([ana]);
    const { notices, unread } = value(await moments.listNotices(ana, {}));
    expect([notices.length, unread]).toEqual([2, 1]);
  });
});

describe('the rights of people', () => {
  test('the export holds one’s own, and erasing leaves nothing', async () => {
    const photo = await city.photo(ben);
    const attachment = { type: 'photos' as const, photos: [photo] };
    await city.post(ben, { text: 'By Ben', attachment });
    const post = await city.post(ana, { mentions: [ben], text: 'Secret of Ana' });
    value(await moments.like(ben, post));
    value(await city.comment(ben, post, 'Said by Ben'));
    value(await moments.setSettings(ben, { coverId: (await city.photo(ben)).fileId }));
    await city.outbox.settle();
    const files: unknown[] = [];
    for await (const file of moments.holding.export(ben)) files.push(file);
    const text = JSON.stringify(files);
    expect(text).toContain('By Ben');
    expect(text).toContain('Said by Ben');
    expect(text).not.toContain('Secret');
    for (let twice = 0; twice < 2; twice += 1) {
      await city.db.tx((tx) => moments.holding.erase(tx, ben));
    }
    for (const table of moments.holding.tables) {
      const { rows } = await city.db.query(
        `select from ${table} t where to_jsonb(t)::text like '%' || $1 || '%'`,
        [ben],
      );
      expect([table, rows]).toEqual([table, []]);
    }
    expect(await city.files.describe(photo.fileId)).toBeNull();
    expect(value(await moments.getPost(ana, post))).toMatchObject({ commentCount: 0, likes: [] });
  });
});
