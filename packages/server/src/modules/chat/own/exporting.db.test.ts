import { BlobReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import type { ClientId, ConversationId, FileId, PersonId } from '@plaza/base';
import type { Entry, Me, MessageBody } from '@plaza/contract';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openZip } from '../../../kernel/zip/index.ts';
import { createCity, openGroup, value, type City } from '../testing.ts';
import { createActs } from './testing.ts';

let city: City;
let acts: ReturnType<typeof createActs>;
let anna: PersonId;
let ben: PersonId;
let group: ConversationId;

beforeAll(async () => {
  city = await createCity();
  acts = createActs(city);
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city.close();
});
beforeEach(async () => {
  [anna, ben] = [city.person('Anna <b>'), city.person('Ben')];
  city.befriend(anna, ben);
  group = await openGroup(city, [ben, anna]);
});

const running = new AbortController().signal;

/** Text of each file of the ZIP. */
async function exported(viewerId: PersonId, signal = running): Promise<Map<string, string>> {
  const at = city.clock.now();
  const zip = openZip({ at });
  const reading = (async () => {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for await (const piece of zip.stream) pieces.push(piece as Uint8Array<ArrayBuffer>);
    return new ZipReader(new BlobReader(new Blob(pieces))).getEntries();
  })();
  const me = { personId: viewerId, locale: 'en' } as Me;
  await city.chat.own.writeConversation(zip, { me, id: group, at, signal });
  await zip.close();
  const found = new Map<string, string>();
  for (const entry of await reading) {
    found.set(entry.filename, await (entry as FileEntry).getData(new TextWriter()));
  }
  return found;
}

async function send(from: PersonId, message: MessageBody): Promise<number> {
  const clientId = city.newId<ClientId>();
  return value(await city.chat.send({ conversationId: group, senderId: from, clientId, message }))
    .seq;
}

const entriesOf = (found: Map<string, string>) =>
  JSON.parse(found.get('messages.json') ?? '') as Entry[];

test('holds what the viewer sees, and nothing that is gone', async () => {
  await acts.say(ben, group, 'stays');
  const recalled = await acts.say(ben, group, 'was taken back');
  const hidden = await acts.say(ben, group, 'hidden by me');
  await acts.say(anna, group, 'bye');
  value(await city.chat.changes.recall({ viewerId: ben, conversationId: group, seq: recalled }));
  value(await city.chat.changes.hide(anna, group, [hidden]));
  const found = await exported(anna);
  expect(entriesOf(found).map(({ body }) => body.type)).toEqual([
    ...['created', 'membersAdded', 'message', 'message'],
  ]);
  const page = found.get('index.html') ?? '';
  expect(page).toContain('stays');
  const all = [...found.values()].join('\n');
  expect(all).not.toContain('taken back');
  expect(all).not.toContain('hidden by me');
  expect([...(await exported(ben)).values()].join('\n')).toContain('hidden by me');
});

test('nothing that people wrote becomes markup, runs, or is fetched', async () => {
  await acts.say(ben, group, '<script>alert(1)</script> <img src=x onerror=alert(1)>');
  const page = (await exported(anna)).get('index.html') ?? '';
  expect(page).not.toContain('<script');
  expect(page).not.toMatch(/<img src=x/);
  expect(page).not.toContain('Anna <b>');
  expect(page).toContain(`default-src 'none'`);
  const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, to = '']) => to);
  expect(links.filter((to) => /^[a-z]+:|^\/\//i.test(to))).toEqual([]);
});

test('holds the files, each where the page says', async () => {
  const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
  const label = { purpose: 'chat', ownerId: ben };
  const fileId: FileId = await city.files.put(Buffer.from('picture'), { ...label, ...image });
  const facts = { width: 40, height: 30, sizeBytes: 7, placeholder: '', caption: 'Us' };
  const photo = { type: 'photo', fileId, thumbId: null, ...facts, isOriginal: false } as const;
  const first = await send(ben, photo);
  const paper: FileId = await city.files.put(Buffer.from('paper'), {
    ...{ ...label, contentType: 'application/pdf', kind: 'file' },
  });
  const name = '../../etc/passwd 上海.pdf';
  const second = await send(ben, {
    ...{ type: 'file', fileId: paper, name, sizeBytes: 5, contentType: 'application/pdf' },
    caption: '',
  });
  const found = await exported(anna);
  expect(found.get(`media/${first}-photo.png`)).toBe('picture');
  expect(found.get(`media/${second}-etc-passwd-上海.pdf`)).toBe('paper');
  const page = found.get('index.html') ?? '';
  expect(page).toContain(`<img src="media/${first}-photo.png"`);
  expect(page).toContain(`href="media/${second}-etc-passwd-${encodeURIComponent('上海')}.pdf"`);
});

test('who left takes home what they saw', async () => {
  await acts.say(ben, group, 'before');
  value(await city.chat.groups.leave({ viewerId: anna, conversationId: group }));
  await acts.say(ben, group, 'after');
  const all = [...(await exported(anna)).values()].join('\n');
  expect(all).toContain('before');
  expect(all).not.toContain('after');
});

test('reads the log in pages, and stops when its reader is gone', async () => {
  await city.db.query(
    `insert into chat_entry (conversation_id, seq, sender_id, client_id, type, body, at)
     select $1, n, $2, gen_random_uuid(), 'message',
       jsonb_build_object('type', 'message', 'message',
         jsonb_build_object('type', 'text', 'text', 'line ' || n)), now()
     from generate_series(3, 1002) n`,
    [group, ben],
  );
  await city.db.query('update chat_conversation set last_seq = 1002 where conversation_id = $1', [
    group,
  ]);
  const found = entriesOf(await exported(anna));
  expect(found.map(({ seq }) => seq)).toEqual(Array.from({ length: 1002 }, (_, n) => n + 1));
  const gone = new AbortController();
  gone.abort(new Error('the reader is gone'));
  await expect(exported(anna, gone.signal)).rejects.toThrow('the reader is gone');
});
