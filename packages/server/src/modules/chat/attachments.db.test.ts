import type { ClientId, ConversationId, FileId, PersonId } from '@plaza/base';
import type { MessageBody } from '@plaza/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../kernel/rpc/index.ts';
import { createCity, openGroup, value, type City } from './testing.ts';

const hour = 3_600_000;

let city: City;
let ada: PersonId;
let bo: PersonId;
let eve: PersonId;
let group: ConversationId;

beforeAll(async () => {
  city = await createCity();
});
afterAll(() => city.close());
beforeEach(async () => {
  [ada, bo, eve] = [city.person('Ada'), city.person('Bo'), city.person('Eve')];
  city.befriend(ada, bo, eve);
  group = await openGroup(city, [ada, bo]);
});

let made = 0;
type Facts = Parameters<City['files']['put']>[1];

function put(ownerId: PersonId, facts: Partial<Facts> = {}): Promise<FileId> {
  made += 1;
  const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
  const label = { purpose: 'chat', ownerId, ...image, ...facts };
  return city.files.put(Buffer.from(`bytes ${made}`), label);
}

function photo(fileId: FileId, over: object = {}): MessageBody {
  const facts = { width: 40, height: 30, sizeBytes: 9, placeholder: '', caption: '' };
  return { type: 'photo', fileId, thumbId: null, ...facts, isOriginal: false, ...over };
}

function send(senderId: PersonId, message: MessageBody, to = group, id?: ClientId) {
  const clientId = id ?? city.newId<ClientId>();
  return city.chat.send({ conversationId: to, senderId, clientId, message });
}

async function reads(personId: PersonId, fileId: FileId): Promise<boolean> {
  const file = await city.files.describe(fileId);
  const caller = { personId, role: 'resident' } as Caller;
  return file !== null && (await city.files.mayRead(file, caller));
}

const readers = async (fileId: FileId) =>
  Promise.all([ada, bo, eve].map((personId) => reads(personId, fileId)));

async function exists(fileId: FileId): Promise<boolean> {
  const opened = await city.files.get(fileId);
  opened?.stream.destroy();
  return opened !== null;
}

describe('who may read a file', () => {
  it('is its owner until it is sent, and then who sees the message', async () => {
    const fileId = await put(ada);
    expect(await readers(fileId)).toEqual([true, false, false]);
    value(await send(ada, photo(fileId)));
    expect(await readers(fileId)).toEqual([true, true, false]);
    expect(await city.files.mayRead((await city.files.describe(fileId))!, null)).toBe(false);
  });

  it('is nobody after a recall, and the bytes are gone', async () => {
    const fileId = await put(ada);
    const { seq } = value(await send(ada, photo(fileId)));
    const where = { viewerId: ada, conversationId: group, seq };
    expect((await city.chat.changes.recall(where)).ok).toBe(true);
    expect(await readers(fileId)).toEqual([false, false, false]);
    expect(await exists(fileId)).toBe(false);
  });

  it('is nobody from the second on in which it disappears', async () => {
    const dee = city.person('Dee');
    city.befriend(ada, dee);
    const other = await openGroup(city, [ada, dee]);
    const timer = { viewerId: ada, conversationId: other };
    expect((await city.chat.changes.setTimer(timer, 3_600)).ok).toBe(true);
    const fileId = await put(ada);
    value(await send(ada, photo(fileId), other));
    expect(await reads(dee, fileId)).toBe(true);
    city.clock.skip(hour + 1_000);
    expect(await reads(dee, fileId)).toBe(false);
    expect(await reads(ada, fileId)).toBe(false);
    await city.chat.sweepExpired();
    expect(await exists(fileId)).toBe(false);
  });

  it('is not who was removed before it, or came after it', async () => {
    const early = await put(ada);
    value(await send(ada, photo(early)));
    value(await city.chat.groups.add({ viewerId: ada, conversationId: group }, [eve]));
    value(await city.chat.groups.remove({ viewerId: ada, conversationId: group }, bo));
    await city.outbox.settle();
    const late = await put(ada);
    value(await send(ada, photo(late)));
    expect(await readers(early)).toEqual([true, true, false]);
    expect(await readers(late)).toEqual([true, false, true]);
  });

  it('is not who deleted it for themselves, or cleared the conversation', async () => {
    const [first, second] = [await put(ada), await put(ada)];
    const { seq } = value(await send(ada, photo(first)));
    value(await send(ada, photo(second)));
    await city.outbox.settle();
    value(await city.chat.changes.hide(bo, group, [seq]));
    expect(await readers(first)).toEqual([true, false, false]);
    expect(await readers(second)).toEqual([true, true, false]);
    const all = { kind: 'clear', seq: seq + 1 } as const;
    value(await city.chat.inbox.change(bo, group, all));
    expect(await readers(second)).toEqual([true, false, false]);
  });
});

describe('sending', () => {
  it('takes no file of somebody else, of another purpose, or that there is not', async () => {
    const theirs = await put(bo);
    city.files.allow('elsewhere', () => true);
    const elsewhere = await put(ada, { purpose: 'elsewhere' });
    for (const fileId of [theirs, elsewhere, city.newId<FileId>()]) {
      const refused = await send(ada, photo(fileId));
      expect(refused).toMatchObject({ ok: false, reason: 'file_unknown' });
      const hidden = photo(await put(ada), { thumbId: fileId });
      expect(await send(ada, hidden)).toMatchObject({ ok: false, reason: 'file_unknown' });
    }
    expect(await reads(ada, theirs)).toBe(false);
  });

  it('takes a file only for what it is', async () => {
    const image = await put(ada);
    const video = await put(ada, { kind: 'video', contentType: 'video/mp4' });
    const any = await put(ada, { kind: 'file', contentType: 'application/pdf' });
    const voice = { type: 'voice' as const, sizeBytes: 1, durationMs: 5, peaks: [] as number[] };
    const clip = { width: 1, height: 1, sizeBytes: 1, placeholder: '', caption: '' };
    const wrong: MessageBody[] = [
      photo(video),
      photo(any),
      photo(image, { thumbId: video }),
      { ...voice, fileId: image },
      { ...clip, type: 'video', fileId: image, posterId: null, durationMs: 1 },
      { ...clip, type: 'video', fileId: video, posterId: any, durationMs: 1 },
      {
        type: 'sticker',
        packId: null,
        stickerId: null,
        fileId: any,
        width: 1,
        height: 1,
        alt: 'x',
      },
    ];
    for (const message of wrong) {
      expect(await send(ada, message)).toMatchObject({ ok: false, reason: 'invalid' });
    }
    const audio = { kind: 'audio', contentType: 'audio/ogg', width: null, height: null } as const;
    const long = await put(ada, { ...audio, durationMs: 62_000 });
    const refused = await send(ada, { ...voice, fileId: long });
    expect(refused).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('tells what is known of the file, not what its sender says', async () => {
    const any = await put(ada, {
      ...{ kind: 'file', contentType: 'application/pdf', width: null, height: null },
    });
    const lie = { sizeBytes: 1, contentType: 'text/html', name: 'a.pdf', caption: '' };
    const { seq } = value(await send(ada, { type: 'file', fileId: any, ...lie }));
    const picture = value(await send(ada, photo(await put(ada), { width: 9_999, sizeBytes: 0 })));
    const stored = await city.db.query<{ message: Record<string, unknown> }>(
      `select body -> 'message' as message from chat_entry
       where conversation_id = $1 and seq in ($2, $3) order by seq`,
      [group, seq, picture.seq],
    );
    const [file, photoSent] = stored.rows.map(({ message }) => message);
    expect(file).toMatchObject({ contentType: 'application/pdf', name: 'a.pdf' });
    expect(file!.sizeBytes).toBeGreaterThan(1);
    expect(photoSent).toMatchObject({ width: 40, height: 30 });
    expect(photoSent!.sizeBytes).toBeGreaterThan(0);
  });

  it('again under the same id is the same message', async () => {
    const clientId = city.newId<ClientId>();
    const message = photo(await put(ada));
    const first = value(await send(ada, message, group, clientId));
    const again = value(await send(ada, message, group, clientId));
    expect(again.seq).toBe(first.seq);
    const where = { viewerId: ada, conversationId: group, seq: first.seq };
    await city.chat.changes.recall(where);
    expect(value(await send(ada, message, group, clientId)).seq).toBe(first.seq);
  });
});

describe('a file that is sent on', () => {
  it('is the same file, and stays until the last message that shows it goes', async () => {
    const other = await openGroup(city, [bo, eve]);
    const fileId = await put(ada);
    const { seq } = value(await send(ada, photo(fileId)));
    expect(await send(eve, photo(fileId), other)).toMatchObject({ reason: 'file_unknown' });
    const on = value(await send(bo, photo(fileId), other));
    expect(await readers(fileId)).toEqual([true, true, true]);
    await city.chat.changes.recall({ viewerId: ada, conversationId: group, seq });
    expect(await readers(fileId)).toEqual([false, true, true]);
    await city.chat.changes.recall({ viewerId: bo, conversationId: other, seq: on.seq });
    expect(await readers(fileId)).toEqual([false, false, false]);
    expect(await exists(fileId)).toBe(false);
  });

  it('outlives the account of who brought it, and names them no more', async () => {
    const other = await openGroup(city, [bo, eve]);
    const [kept, gone] = [await put(ada), await put(ada)];
    value(await send(ada, photo(kept)));
    value(await send(ada, photo(gone)));
    value(await send(bo, photo(kept), other));
    await city.db.tx((tx) => city.chat.holding.erase(tx, ada));
    await city.db.tx((tx) => city.files.releaseAll(tx, ada));
    await city.outbox.settle();
    expect(await exists(gone)).toBe(false);
    expect(await readers(kept)).toEqual([false, true, true]);
    expect((await city.files.describe(kept))?.ownerId).not.toBe(ada);
    const rows = await city.db.query('select 1 from chat_attachment where sender_id = $1', [ada]);
    expect(rows.rowCount).toBe(0);
  });
});

describe('sweep', () => {
  it('drops files whose message never came, and no other', async () => {
    const [sent, lost] = [await put(ada), await put(ada)];
    value(await send(ada, photo(sent)));
    const clientId = city.newId<ClientId>();
    const key = { conversationId: group, senderId: ada, clientId };
    value(await city.attachments.prepare(key, photo(lost)));
    expect(await readers(lost)).toEqual([true, false, false]);
    expect(await city.attachments.sweep()).toBe(0);
    city.clock.skip(25 * hour);
    expect(await city.attachments.sweep()).toBeGreaterThan(0);
    expect(await exists(lost)).toBe(false);
    expect(await exists(sent)).toBe(true);
    expect(await city.attachments.sweep()).toBe(0);
  });
});
