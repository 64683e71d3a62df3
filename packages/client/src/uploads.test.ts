import type { FileId } from '@plaza/base';
import type { MessageBody } from '@plaza/contract';
import { expect, test } from 'vitest';
import type { MediaMessage } from './commands.ts';
import { nullFileId } from './outbox/parts.ts';
import type { UploadJob, UploadResult } from './outbox/uploader.ts';
import { sendsOf } from './state/select.ts';
import { createMemoryStore } from './store/memory.ts';
import { testId } from './testing/model-server.ts';
import { createWorld, device, during, me, pass, room, type World } from './testing/world.ts';

const fileBody: MessageBody = {
  type: 'file',
  ...{ fileId: nullFileId, name: 'a.txt', sizeBytes: 8, contentType: 'text/plain', caption: '' },
};

function file(text: string): MediaMessage {
  const blob = new Blob([text]);
  return {
    message: { ...fileBody, name: text } as MessageBody,
    parts: [{ field: 'fileId', blob, as: 'file', name: text }],
  };
}

type Line = { cutAt: number | null; refusal: string | null; begun: string[]; resumed: string[] };

/** Brings files up over a line that can be cut after some bytes. */
function createLine(world: World): Line {
  const line: Line = { cutAt: null, refusal: null, begun: [], resumed: [] };
  const urls = new Map<string, string>();
  async function upload({ blob, url, onUrl, onProgress }: UploadJob): Promise<UploadResult> {
    const text = await blob.text();
    const at = url ?? `/uploads/${testId(7, urls.size + 1)}`;
    (url === null ? line.begun : line.resumed).push(text);
    urls.set(at, text);
    onUrl(at);
    await world.clock.sleep(500);
    if (line.refusal !== null) return { ok: false, error: line.refusal, message: '' };
    onProgress(line.cutAt ?? blob.size);
    if (line.cutAt !== null) return { ok: false, error: 'offline', message: '' };
    return { ok: true, uploadId: at.slice('/uploads/'.length) };
  }
  world.uploader = { upload };
  return line;
}

function arrived(world: World): string[] {
  return [...(world.server.model.rooms.get(room(1))?.entries ?? [])].flatMap(({ body }) => {
    if (body.type !== 'message') return [];
    const { message } = body;
    if (message.type === 'text') return [message.text];
    return message.type === 'file' ? [message.name] : [];
  });
}

async function begun(seed: number) {
  const world = createWorld(seed, 1);
  const line = createLine(world);
  const store = createMemoryStore();
  const client = device(world, store);
  await during(world, client.start());
  await pass(world, 2_000);
  return { world, line, store, client };
}

test('a file over a line that is cut goes on where it was, also after a reload', async () => {
  const { world, line, store, client } = await begun(1);
  line.cutAt = 3;
  await client.commands.sendMedia(room(1), file('holidays'));
  await pass(world, 1_000);
  expect(sendsOf(client.getState(), room(1))[0]?.upload).toEqual({ sentBytes: 3, totalBytes: 8 });
  world.server.cut(me);
  await during(world, client.stop());

  line.cutAt = null;
  const again = device(world, store);
  await during(world, again.start());
  await pass(world, 30_000);
  expect(arrived(world)).toEqual(['holidays']);
  expect(line.begun).toEqual(['holidays']);
  expect(line.resumed.length).toBeGreaterThan(0);
  expect(sendsOf(again.getState(), room(1))).toEqual([]);
  expect(await store.readKeys('blob')).toEqual([]);
  const [entry] = world.server.model.rooms.get(room(1))?.entries ?? [];
  const message = entry?.body.type === 'message' ? entry.body.message : null;
  expect(message).toMatchObject({ fileId: testId<FileId>(7, 1), sizeBytes: 7 });
});

test('texts do not wait behind a file, and files keep their order', async () => {
  const { world, line, client } = await begun(2);
  line.cutAt = 1;
  await client.commands.sendMedia(room(1), file('first'));
  await client.commands.sendMedia(room(1), file('second'));
  await client.commands.send(room(1), 'a text');
  await pass(world, 2_000);
  expect(arrived(world)).toEqual(['a text']);
  line.cutAt = null;
  await pass(world, 40_000);
  expect(arrived(world)).toEqual(['a text', 'first', 'second']);
});

test('a refused file stays as a draft until it is thrown away with its bytes', async () => {
  const { world, line, store, client } = await begun(3);
  line.refusal = 'quota_reached';
  const clientId = await client.commands.sendMedia(room(1), file('much'));
  await pass(world, 2_000);
  const send = sendsOf(client.getState(), room(1))[0];
  expect([send?.state, send?.failure]).toEqual(['failed', 'quota_reached']);
  expect(await store.readKeys('blob')).toHaveLength(1);
  line.refusal = null;
  await client.commands.retry(clientId);
  await pass(world, 3_000);
  expect(arrived(world)).toEqual(['much']);

  line.refusal = 'too_large';
  const other = await client.commands.sendMedia(room(1), file('more'));
  await pass(world, 2_000);
  await client.commands.discard(other);
  await pass(world, 500);
  expect(sendsOf(client.getState(), room(1))).toEqual([]);
  expect(await store.readKeys('blob')).toEqual([]);
});

test('a file whose bytes are lost fails and says so', async () => {
  const { world, store, line, client } = await begun(4);
  line.cutAt = 1;
  await client.commands.sendMedia(room(1), file('gone'));
  await during(world, client.stop());
  const [key] = await store.readKeys('blob');
  await store.write([{ remove: 'blob', key: key as string }]);
  const again = device(world, store);
  await during(world, again.start());
  await pass(world, 5_000);
  expect(sendsOf(again.getState(), room(1))[0]?.failure).toBe('file_missing');
});
