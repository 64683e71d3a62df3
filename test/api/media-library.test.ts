import type { ConversationId, FileId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeJpeg,
  planted as plantedInImages,
} from '../../packages/server/src/kernel/files/testing-images.ts';
import { makeMp4, makeOgg, planted } from '../../packages/server/src/kernel/files/testing-media.ts';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, newClientId, noId } from './support/talk.ts';

type Kind = MethodInput<'media.takeUpload'>['as'];

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let conversationId: ConversationId;

beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  conversationId = await createGroup(ana, [wei]);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Sending = { chunkSize?: number; cutAt?: readonly number[] };

/** Uploads as the web client does, by the same library; the line may be cut on the way. */
async function upload(person: TestPerson, content: Buffer, sending: Sending = {}): Promise<string> {
  const cuts = [...(sending.cutAt ?? [])];
  let resumedAt: string | null = null;
  for (;;) {
    const { promise, resolve, reject } = Promise.withResolvers<'done' | 'cut'>();
    const tus: Upload = new Upload(content, {
      endpoint: `${city.origin}/uploads`,
      ...(resumedAt === null ? {} : { uploadUrl: resumedAt }),
      headers: { authorization: `Bearer ${person.token}` },
      chunkSize: sending.chunkSize ?? 4 * 1_048_576,
      retryDelays: [],
      onSuccess: () => resolve('done'),
      onError: reject,
      onChunkComplete(_size, sent) {
        if (sent < (cuts[0] ?? Infinity)) return;
        cuts.shift();
        void tus.abort().then(() => resolve('cut'));
      },
    });
    tus.start();
    const outcome = await promise;
    resumedAt = tus.url;
    if (outcome === 'done') return resumedAt?.split('/').at(-1) ?? '';
  }
}

async function take(person: TestPerson, content: Buffer, as: Kind) {
  const uploadId = await upload(person, content);
  return (await person.must('media.takeUpload', { uploadId, as })).media;
}

function media(person: TestPerson | null, fileId: FileId, headers: Record<string, string> = {}) {
  const own = person === null ? {} : { authorization: `Bearer ${person.token}` };
  return fetch(`${city.origin}/media/${fileId}`, { headers: { ...own, ...headers } });
}

async function send(person: TestPerson, message: MethodInput<'chat.sendMessage'>['message']) {
  const asked = { conversationId, clientId: newClientId(), message };
  return (await person.must('chat.sendMessage', asked)).seq;
}

function photoOf({ fileId }: { fileId: FileId }) {
  const facts = { width: 1, height: 1, sizeBytes: 1, placeholder: '', caption: '' };
  return { type: 'photo', fileId, thumbId: null, isOriginal: false, ...facts } as const;
}

describe('an upload', () => {
  it('by the client’s library survives two cuts', async () => {
    const content = Buffer.alloc(3 * 1_048_576, 'plaza ');
    const sending = { chunkSize: 524_288, cutAt: [1_000_000, 2_000_000] };
    const uploadId = await upload(ana, content, sending);
    const { media: file } = await ana.must('media.takeUpload', { uploadId, as: 'file' });
    expect(file).toMatchObject({ kind: 'file', sizeBytes: content.length });
    const answer = await media(ana, file.fileId);
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('is taken when it is whole, mine and what it says', async () => {
    const unknown = { uploadId: noId<string>(), as: 'file' } as const;
    expect(await ana.refused('media.takeUpload', unknown)).toBe('upload_unknown');
    const uploadId = await upload(ana, Buffer.from('<svg onload="alert(1)"/>'));
    const image = { uploadId, as: 'image' } as const;
    expect(await wei.refused('media.takeUpload', image)).toBe('upload_unknown');
    expect(await ana.refused('media.takeUpload', image)).toBe('file_refused');
    const begun = await fetch(`${city.origin}/uploads`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${ana.token}`, 'tus-resumable': '1.0.0' },
        'upload-length': '10',
      },
    });
    const half = begun.headers.get('location')?.split('/').at(-1) ?? '';
    const early = { uploadId: half, as: 'file' } as const;
    expect(await ana.refused('media.takeUpload', early)).toBe('upload_incomplete');
    expect((await ana.send('media.takeUpload', { uploadId: 7 })).status).toBe(400);
    expect((await city.stranger.send('media.takeUpload', image)).status).toBe(401);
  });
});

describe('what was sent', () => {
  it('is read by members, in parts, and tells nothing of its place', async () => {
    const photo = await take(ana, makeJpeg({ width: 40, height: 30 }), 'image');
    const film = await take(ana, makeMp4(), 'video');
    const voice = await take(ana, makeOgg(), 'audio');
    await send(ana, photoOf(photo));
    const clip = { width: 9, height: 9, sizeBytes: 9, placeholder: '', caption: '' };
    await send(ana, { type: 'video', fileId: film.fileId, posterId: null, durationMs: 1, ...clip });
    await send(ana, {
      type: 'voice',
      fileId: voice.fileId,
      sizeBytes: 1,
      durationMs: 1,
      peaks: [],
    });
    for (const { fileId, contentType } of [photo, film, voice]) {
      const answer = await media(wei, fileId);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, contentType]);
      expect(answer.headers.get('cache-control')).toBe('private, no-cache');
      const readable = Buffer.from(await answer.arrayBuffer()).toString('latin1');
      expect(readable).not.toContain(planted);
      expect(readable).not.toContain(plantedInImages);
      const part = await media(wei, fileId, { range: 'bytes=0-3' });
      expect([part.status, await part.text()]).toEqual([206, expect.any(String)]);
      expect((await media(eve, fileId)).status).toBe(404);
      expect((await media(null, fileId)).status).toBe(401);
    }
    const { entries } = await wei.must('chat.listEntries', { conversationId });
    const shown = entries.flatMap(({ body }) => (body.type === 'message' ? [body.message] : []));
    expect(shown).toMatchObject([
      { type: 'photo', width: 40, height: 30, sizeBytes: photo.sizeBytes },
      { type: 'video', width: 320, height: 180, durationMs: 5_000 },
      { type: 'voice', durationMs: 2_000, sizeBytes: voice.sizeBytes },
    ]);
  });

  it('is gone for everybody with its message', async () => {
    const photo = await take(ana, makeJpeg({ width: 40, height: 31 }), 'image');
    const seq = await send(ana, photoOf(photo));
    const known = { 'if-none-match': (await media(wei, photo.fileId)).headers.get('etag') ?? '' };
    expect((await media(wei, photo.fileId, known)).status).toBe(304);
    await ana.must('chat.recallMessage', { conversationId, seq });
    for (const person of [ana, wei]) {
      expect((await media(person, photo.fileId, known)).status).toBe(404);
    }
    const clientId = newClientId();
    const message = photoOf(photo);
    const again = { conversationId, clientId, message };
    expect(await ana.refused('chat.sendMessage', again)).toBe('file_unknown');
  });
});
