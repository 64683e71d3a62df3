import type { CaseId, CommentId, PostId } from '@plaza/base';
import type { MethodInput, PostRef, ReportSubject } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';
import { takeFile } from './support/uploads.ts';

// The methods from outside. Who sees what is held to a reference beside the module.

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
/** A friend of Ana's whom Wei does not know. */
let kim: TestPerson;

beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  kim = await city.signUp('Kim');
  await befriend(ana, kim, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Posted = MethodInput<'moments.createPost'>;

async function photoOf(person: TestPerson) {
  const { fileId, sizeBytes } = await takeFile(person, makePng());
  return { fileId, thumbId: null, width: 1, height: 1, sizeBytes, placeholder: '' };
}

function words(over: Partial<Posted> = {}): Posted {
  const usual = { postId: noId<PostId>(), text: 'Hello', attachment: null, place: null };
  return { ...usual, mentions: [], audience: { kind: 'all' }, ...over };
}

async function post(person: TestPerson, over: Partial<Posted> = {}): Promise<PostRef> {
  const { post: made } = await person.must('moments.createPost', words(over));
  return { authorId: person.me.personId, postId: made.postId };
}

const see = async (person: TestPerson, ref: PostRef) =>
  (await person.call('moments.getPost', ref)).ok;

async function opens(person: TestPerson, fileId: string): Promise<number> {
  const authorization = `Bearer ${person.token}`;
  return (await fetch(`${city.origin}/media/${fileId}`, { headers: { authorization } })).status;
}

describe('a post', () => {
  it('reaches the devices of friends, and its photos who may see it, at each look', async () => {
    const socket = await wei.socket();
    const photo = await photoOf(ana);
    const asked = words({
      attachment: { type: 'photos', photos: [photo] },
      place: { name: 'The lake', latitude: 52.5, longitude: 13.4 },
      mentions: [wei.me.personId],
    });
    const { post: made } = await ana.must('moments.createPost', asked);
    expect(made.attachment).toMatchObject({ photos: [{ width: 8, height: 8 }] });
    expect((await ana.must('moments.createPost', asked)).post).toEqual(made);
    const other = { ...asked, text: 'Other' };
    expect(await ana.refused('moments.createPost', other)).toBe('post_conflict');
    const ref = { authorId: ana.me.personId, postId: made.postId };
    await socket.event('moments.changed', ({ post: at }) => at.postId === ref.postId);
    await socket.event('moments.noticed');
    const { posts } = await wei.must('moments.listFeed', {});
    expect(posts[0]).toMatchObject({ postId: ref.postId, audience: null, mayReact: true });
    expect(await opens(wei, photo.fileId)).toBe(200);
    await ana.must('contacts.update', { personId: wei.me.personId, hideMine: true });
    expect([await opens(wei, photo.fileId), await see(wei, ref)]).toEqual([404, false]);
    expect(await opens(kim, photo.fileId)).toBe(200);
    await ana.must('contacts.update', { personId: wei.me.personId, hideMine: false });
    await ana.must('moments.deletePost', { postId: ref.postId });
    expect(await ana.refused('moments.deletePost', { postId: ref.postId })).toBe('post_unknown');
    expect(await opens(ana, photo.fileId)).toBe(404);
    socket.close();
  });

  it('takes only files that its author may open, and has something to show', async () => {
    const photo = await photoOf(wei);
    const stolen = words({ attachment: { type: 'photos', photos: [photo] } });
    expect(await kim.refused('moments.createPost', stolen)).toBe('file_unknown');
    const { fileId } = photo;
    const refused = await kim.refused('moments.setSettings', { coverId: fileId });
    expect(refused).toBe('file_unknown');
    expect(await kim.refused('moments.createPost', words({ text: ' ' }))).toBe('invalid');
    const link = { type: 'link', url: 'javascript:alert(1)', title: 'x' };
    const { status } = await kim.send('moments.createPost', { ...words(), attachment: link });
    expect(status).toBe(400);
  });

  it('is for others when its author says so, and ends with the window, by the clock', async () => {
    const ref = await post(ana, { audience: { kind: 'me' } });
    expect(await see(wei, ref)).toBe(false);
    const { postId } = ref;
    await ana.must('contacts.update', { personId: wei.me.personId, tags: ['lake'] });
    const audience = { kind: 'these' as const, tags: ['lake'], personIds: [] };
    const { post: changed } = await ana.must('moments.setAudience', { postId, audience });
    expect(changed.audience).toEqual(audience);
    expect([await see(wei, ref), await see(kim, ref)]).toEqual([true, false]);
    const unknown = { postId: noId<PostId>(), audience };
    expect(await ana.refused('moments.setAudience', unknown)).toBe('post_unknown');
    expect(await kim.refused('moments.getPost', ref)).toBe('post_unknown');
    const settings = await ana.must('moments.setSettings', { window: 'threeDays' });
    expect(await ana.must('moments.getSettings', {})).toEqual(settings);
    city.clock.travel(3 * 24 * 3_600_000 + 1_000);
    expect([await see(wei, ref), await see(ana, ref)]).toEqual([false, true]);
    const { posts } = await wei.must('moments.getPosts', { posts: [ref] });
    expect(posts).toEqual([]);
    await ana.must('moments.setSettings', { window: 'all' });
    expect(await see(wei, ref)).toBe(true);
  });

  it('stands in the album of its author, by month, with a cover', async () => {
    const cover = await photoOf(ana);
    await ana.must('moments.setSettings', { coverId: cover.fileId });
    const ref = await post(ana);
    const month = new Date(city.clock.nowMs()).toISOString().slice(0, 7);
    const { personId } = ana.me;
    const album = await kim.must('moments.listAlbum', { personId, month });
    expect(album.posts[0]?.postId).toBe(ref.postId);
    expect(album).toMatchObject({ coverId: cover.fileId, window: 'all' });
    expect(await opens(kim, cover.fileId)).toBe(200);
    const older = await kim.must('moments.listAlbum', { personId, month: '2020-01' });
    expect(older.posts).toEqual([]);
    const nobody = { personId: noId<never>() };
    expect(await kim.refused('moments.listAlbum', nobody)).toBe('person_not_found');
    await ana.must('moments.setSettings', { allowsStrangers: true });
    const zoe = await city.signUp('Zoe');
    expect((await zoe.must('moments.listAlbum', { personId })).posts).not.toEqual([]);
    expect(await zoe.refused('moments.like', ref)).toBe('not_contact');
    const hello = { ...ref, commentId: noId<CommentId>(), text: 'Hi', replyToId: null };
    expect(await zoe.refused('moments.comment', hello)).toBe('not_contact');
    await ana.must('moments.setSettings', { allowsStrangers: false });
    expect(await zoe.refused('moments.like', ref)).toBe('post_unknown');
  });
});

describe('searching', () => {
  it('finds words in any script, of what one may see only', async () => {
    const ref = await post(ana, { text: '我家在上海东边 by the Lake' });
    const hidden = await post(ana, { text: '上海 alone', audience: { kind: 'me' } });
    const find = async (person: TestPerson, query: string) =>
      (await person.must('moments.search', { query })).posts.map(({ postId }) => postId);
    expect(await find(wei, '上海')).toEqual([ref.postId]);
    expect(await find(wei, 'lake 上海')).toEqual([ref.postId]);
    expect(await find(ana, '上海')).toEqual([hidden.postId, ref.postId]);
    expect(await find(await city.signUp('Zoe'), '上海')).toEqual([]);
    expect(await wei.refused('moments.search', { query: 'x', before: 'y' })).toBe('invalid');
  });
});

describe('what is reported', () => {
  it('comes to the operators with what its reporter saw, and goes if they say so', async () => {
    const photo = await photoOf(ana);
    const attachment = { type: 'photos' as const, photos: [photo] };
    const ref = await post(ana, { text: 'A nasty post', attachment });
    const commentId = noId<CommentId>();
    await wei.must('moments.comment', { ...ref, commentId, text: 'Nastier', replyToId: null });
    const about = (subject: ReportSubject) => {
      const caseId = noId<CaseId>();
      return { caseId, subject, category: 'harassment' as const, note: '' };
    };
    const [aPost, aComment] = [
      { kind: 'post', ...ref } as const,
      { kind: 'comment', ...ref, commentId } as const,
    ];
    expect(await ana.refused('trust.report', about(aPost))).toBe('self_action');
    // Kim does not see what Wei said.
    expect(await kim.refused('trust.report', about(aComment))).toBe('subject_unknown');
    const [ofPost, ofComment] = [about(aPost), about(aComment)];
    await kim.must('trust.report', ofPost);
    await ana.must('trust.report', ofComment);
    const olga = await city.operator();
    const { cases } = await olga.must('trust.listCases', { state: 'open' });
    const caseOf = (caseId: CaseId) => cases.find((one) => one.caseId === caseId);
    expect(caseOf(ofPost.caseId)).toMatchObject({ subject: aPost, accused: ana.card });
    expect(caseOf(ofPost.caseId)?.evidence).toHaveLength(2);
    expect(caseOf(ofComment.caseId)).toMatchObject({ subject: aComment, accused: wei.card });
    expect(await opens(olga, photo.fileId)).toBe(200);
    const reasons = { facts: 'It insults.', ground: 'Rule 1' };
    for (const { caseId } of [ofComment, ofPost]) {
      await olga.must('trust.decideCase', { caseId, measure: 'remove_message', ...reasons });
      await city.settle();
      if (caseId !== ofComment.caseId) continue;
      expect((await ana.must('moments.getPost', ref)).post.comments).toEqual([]);
    }
    expect(await ana.refused('moments.getPost', ref)).toBe('post_unknown');
    const { statements } = await ana.must('trust.listMyStatements', {});
    expect(statements[0]).toMatchObject({ measure: 'remove_message', subject: 'A nasty post' });
    expect(await opens(kim, photo.fileId)).toBe(404);
  });
});

describe('likes and comments', () => {
  it('are seen, told and noticed by friends of all concerned only', async () => {
    const ref = await post(ana);
    const [anas, kims] = [await ana.socket(), await kim.socket()];
    const { post: liked } = await wei.must('moments.like', ref);
    expect(liked).toMatchObject({ liked: true, likeCount: 1 });
    await anas.event('moments.noticed');
    const commentId = noId<CommentId>();
    const asked = { ...ref, commentId, text: 'Nice', replyToId: null };
    const { comment } = await wei.must('moments.comment', asked);
    expect((await wei.must('moments.comment', asked)).comment).toEqual(comment);
    const other = { ...asked, text: 'Other' };
    expect(await wei.refused('moments.comment', other)).toBe('post_conflict');
    const reply = { ...ref, commentId: noId<CommentId>(), text: 'Who?', replyToId: commentId };
    expect(await kim.refused('moments.comment', reply)).toBe('comment_unknown');
    await ana.must('moments.comment', { ...reply, text: 'Thanks' });
    await city.settle();
    expect((await kim.must('moments.getPost', ref)).post).toMatchObject({
      ...{ likes: [], likeCount: 0, comments: [], commentCount: 0 },
    });
    const { notices, unread } = await ana.must('moments.listNotices', {});
    expect(notices.slice(0, 2).map(({ kind }) => kind)).toEqual(['comment', 'like']);
    expect(unread).toBe(2);
    await ana.must('moments.markNoticesRead', {});
    expect((await ana.must('moments.listNotices', {})).unread).toBe(0);
    expect((await wei.must('moments.listNotices', {})).notices[0]?.kind).toBe('reply');
    await wei.must('moments.unlike', ref);
    await ana.must('moments.deleteComment', { ...ref, commentId });
    const gone = { ...ref, commentId };
    expect(await wei.refused('moments.deleteComment', gone)).toBe('comment_unknown');
    expect((await ana.must('moments.getPost', ref)).post).toMatchObject({ likeCount: 0 });
    expect(await kim.refused('moments.unlike', { ...ref, postId: noId<PostId>() })).toBe(
      'post_unknown',
    );
    await city.sql('update moments_post set comment_count = 1000 where post_id = $1', [ref.postId]);
    const more = { ...asked, commentId: noId<CommentId>() };
    expect(await wei.refused('moments.comment', more)).toBe('too_many_comments');
    const nowhere = { ...more, postId: noId<PostId>() };
    expect(await wei.refused('moments.comment', nowhere)).toBe('post_unknown');
    anas.close();
    kims.close();
  });

  it('and posts are in the export, and gone with the account', async () => {
    const ref = await post(ana, { text: 'Kept by Ana' });
    await kim.must('moments.comment', {
      ...{ ...ref, commentId: noId<CommentId>(), text: 'Said by Kim', replyToId: null },
    });
    const { modules, kernel } = city.composed;
    const files: unknown[] = [];
    for await (const file of modules.moments.holding.export(kim.me.personId)) files.push(file);
    const text = JSON.stringify(files);
    expect([text.includes('Said by Kim'), text.includes('Kept by Ana')]).toEqual([true, false]);
    await kernel.db.tx((tx) => modules.moments.holding.erase(tx, kim.me.personId));
    expect((await ana.must('moments.getPost', ref)).post.commentCount).toBe(0);
  });
});
