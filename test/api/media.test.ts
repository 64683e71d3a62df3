import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makePng as drawPng,
  planted,
} from '../../packages/server/src/kernel/files/testing-images.ts';
import { makeMp4, makeOgg } from '../../packages/server/src/kernel/files/testing-media.ts';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId, openDirect, say, send } from './support/talk.ts';
import {
  askOffset,
  beginUpload,
  bring,
  getMedia,
  photoOf,
  readsMedia,
  sendPart,
  takeFile,
  uploadIdOf,
  type As,
} from './support/uploads.ts';

// How files come by tus, become messages, and who may read them.

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let lea: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  lea = await city.signUp('Lea');
  await befriend(ana, lea, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = ({ me }: TestPerson) => me.personId;
const errorOf = async (answer: Response) => ((await answer.json()) as { error: string }).error;
const take = (person: TestPerson, uploadId: string, as: As = 'image') =>
  person.refused('media.takeUpload', { uploadId, as });

/** Sends a new picture and gives where it stands. */
async function sendPhoto(from: TestPerson, conversationId: ConversationId) {
  const media = await takeFile(from, makePng());
  const seq = await send(from, conversationId, photoOf(media));
  return { fileId: media.fileId, seq };
}

describe('an upload', () => {
  it('goes on where it was cut, and becomes a file once it is whole', async () => {
    const bytes = makePng();
    const uploadId = uploadIdOf(await beginUpload(ana, bytes.length));
    const cut = Math.floor(bytes.length / 2);
    expect((await sendPart(ana, { uploadId, offset: 0 }, bytes.subarray(0, cut))).status).toBe(204);
    expect(await take(ana, uploadId)).toBe('upload_incomplete');
    const offset = Number((await askOffset(ana, uploadId)).headers.get('upload-offset'));
    expect(offset).toBe(cut);
    // Bytes for another place are of another try.
    const wrong = await sendPart(ana, { uploadId, offset: 0 }, bytes.subarray(0, 3));
    expect(wrong.status).toBe(409);
    expect((await sendPart(ana, { uploadId, offset }, bytes.subarray(cut))).status).toBe(204);
    const asked = { uploadId, as: 'image' } as const;
    const { media } = await ana.must('media.takeUpload', asked);
    expect(media).toMatchObject({ kind: 'image', contentType: 'image/png', width: 8, height: 8 });
    expect(await ana.must('media.takeUpload', asked)).toEqual({ media });
    const kept = Buffer.from(await (await getMedia(ana, media.fileId)).arrayBuffer());
    expect(kept.length).toBe(media.sizeBytes);
    expect(kept.includes(planted)).toBe(false);
  });

  it('is seen by who began it, and by nobody else', async () => {
    const bytes = makePng();
    const uploadId = await bring(ana, bytes);
    expect(await take(wei, uploadId)).toBe('upload_unknown');
    expect(await take(wei, 'made-up')).toBe('upload_unknown');
    expect((await askOffset(wei, uploadId)).status).toBe(404);
    const foreign = await sendPart(wei, { uploadId, offset: bytes.length }, Buffer.from('x'));
    expect(foreign.status).toBe(404);
    const stranger = await beginUpload({ ...ana, token: 'none' }, 10);
    expect([stranger.status, await errorOf(stranger)]).toEqual([401, 'unauthenticated']);
  });

  it('is at most a gigabyte, and says so first', async () => {
    const answer = await beginUpload(ana, 1_073_741_825);
    expect([answer.status, await errorOf(answer)]).toEqual([413, 'too_large']);
    expect((await beginUpload(ana, -1)).status).toBe(400);
  });

  const lies: [string, Buffer, As][] = [
    ['a page that says it is a picture', Buffer.from('<script>alert(1)</script>'), 'image'],
    ['a drawing that may run', Buffer.from('<svg onload="alert(1)"/>'), 'image'],
    ['a picture as a film', makePng(), 'video'],
    ['a film as a picture', makeMp4(), 'image'],
    [
      'a picture of more than anybody can show',
      drawPng({ width: 30_000, height: 30_000 }),
      'image',
    ],
    ['half of a picture', makePng().subarray(0, 30), 'image'],
    ['sound that is none', Buffer.from('OggS nothing'), 'audio'],
  ];
  it.each(lies)('of %s is refused', async (_name, bytes, as) => {
    expect(await take(ana, await bring(ana, bytes), as)).toBe('file_refused');
  });

  it('of sound and film is looked at, and anything is a file to be downloaded', async () => {
    expect(await takeFile(ana, makeOgg(), 'audio')).toMatchObject({ kind: 'audio' });
    expect(await takeFile(ana, makeMp4(), 'video')).toMatchObject({ kind: 'video' });
    const page = Buffer.from('<script>alert(1)</script>');
    const { fileId } = await takeFile(ana, page, 'file');
    const answer = await getMedia(ana, fileId);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });
});

describe('a file in a message', () => {
  it('is read by who sees the message, without a copy that outlives it', async () => {
    const conversationId = await openDirect(ana, wei);
    const media = await takeFile(ana, makePng());
    expect(await readsMedia(wei, media.fileId)).toBe('file_unknown');
    await send(ana, conversationId, photoOf(media));
    expect(await readsMedia(wei, media.fileId)).toBe('true');
    expect(await readsMedia(eve, media.fileId)).toBe('file_unknown');
    const answer = await getMedia(wei, media.fileId, { range: 'bytes=0-3' });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([206, 4]);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('is one’s own, or one that one sees', async () => {
    const conversationId = await openDirect(ana, wei);
    const { fileId } = await takeFile(ana, makePng());
    const send = (person: TestPerson, message: object) =>
      person.refused('chat.sendMessage', {
        ...{ conversationId, clientId: newClientId(), message: message as never },
      });
    const facts = { kind: 'image', contentType: '', sizeBytes: 1, width: 8, height: 8 } as const;
    expect(await send(wei, photoOf({ fileId, ...facts }))).toBe('file_unknown');
    expect(await send(wei, photoOf({ fileId: noId(), ...facts }))).toBe('file_unknown');
    const { fileId: page } = await takeFile(wei, Buffer.from('text'), 'file');
    expect(await send(wei, photoOf({ fileId: page, ...facts }))).toBe('invalid');
  });

  it('is gone with the message that showed it', async () => {
    const conversationId = await openDirect(ana, wei);
    const { fileId, seq } = await sendPhoto(ana, conversationId);
    const etag = (await getMedia(wei, fileId)).headers.get('etag') ?? '';
    await ana.must('chat.recallMessage', { conversationId, seq });
    for (const person of [ana, wei]) expect(await readsMedia(person, fileId)).toBe('file_unknown');
    expect((await getMedia(wei, fileId, { 'if-none-match': etag })).status).toBe(404);
  });

  it('is not there for whom the message is hidden or cleared', async () => {
    const conversationId = await openDirect(ana, wei);
    const first = await sendPhoto(ana, conversationId);
    const second = await sendPhoto(ana, conversationId);
    await wei.must('chat.hideMessages', { conversationId, seqs: [second.seq] });
    await wei.must('chat.clearHistory', { conversationId, seq: first.seq });
    for (const { fileId } of [first, second]) {
      expect(await readsMedia(wei, fileId)).toBe('file_unknown');
      expect(await readsMedia(ana, fileId)).toBe('true');
    }
  });

  it('is for members: not from before one came, nor from after one left', async () => {
    const conversationId = await createGroup(ana, [wei]);
    const before = await sendPhoto(ana, conversationId);
    await ana.must('chat.addMembers', { conversationId, memberIds: [idOf(lea)] });
    const during = await sendPhoto(ana, conversationId);
    await ana.must('chat.removeMember', { conversationId, memberId: idOf(lea) });
    const after = await sendPhoto(ana, conversationId);
    await city.settle();
    const seen = [];
    for (const { fileId } of [before, during, after]) seen.push(await readsMedia(lea, fileId));
    expect(seen).toEqual(['file_unknown', 'true', 'file_unknown']);
  });

  it('stays out of other messages of who cannot see it', async () => {
    const conversationId = await openDirect(ana, wei);
    const { fileId } = await sendPhoto(ana, conversationId);
    const own = await createGroup(ana, [lea]);
    await say(ana, own, 'Hello');
    const facts = { kind: 'image', contentType: '', sizeBytes: 1, width: 8, height: 8 } as const;
    const message = photoOf({ fileId, ...facts });
    const asked = { conversationId: own, clientId: newClientId(), message };
    expect(await lea.refused('chat.sendMessage', asked)).toBe('file_unknown');
    expect(await readsMedia(lea, fileId)).toBe('file_unknown');
  });
});
