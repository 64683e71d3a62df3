import { api, type MethodName } from '@plaza/contract';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;

beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
}, 60_000);
afterAll(() => city?.[Symbol.asyncDispose]());

const dayMs = 24 * 3_600_000;

function get(person: TestPerson, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${person.token}` };
  return fetch(`${city.origin}${path}`, { headers });
}

async function unzip(answer: Response): Promise<Map<string, string>> {
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await answer.arrayBuffer())));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    const bytes = await (entry as FileEntry).getData(new Uint8ArrayWriter());
    files.set(entry.filename, Buffer.from(bytes).toString());
  }
  return files;
}

async function say(from: TestPerson, to: TestPerson, text: string): Promise<void> {
  const { head } = await from.must('chat.openDirect', { personId: to.me.personId });
  const { conversationId } = head.conversation;
  const clientId = crypto.randomUUID() as never;
  await from.must('chat.sendMessage', {
    conversationId,
    clientId,
    message: { type: 'text', text },
  });
  await city.settle();
}

describe('every method', () => {
  const names = Object.values(api.rights).map(({ name }) => name as MethodName);

  test.each(names)('%s wants a session and an input of its form', async (name) => {
    expect((await city.stranger.send(name, {})).status).toBe(401);
    const answer = await ana.send(name, { surplus: 1 });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid' } });
  });
});

describe('what is kept', () => {
  test('is told module by module', async () => {
    const { holdings, deletionAt } = await ana.must('rights.listHoldings', {});
    const modules = holdings.map(({ module }) => module);
    expect(modules).toEqual(expect.arrayContaining(['identity', 'contacts', 'chat', 'sync']));
    expect(new Set(modules).size).toBe(modules.length);
    expect(deletionAt).toBeNull();
  });
});

describe('the export', () => {
  test('holds my words and my people, and what others wrote to me', async () => {
    await say(ana, wei, 'a sentence of Ana');
    await say(wei, ana, 'an answer of Wei');
    const { path } = await ana.must('rights.beginExport', {});
    const answer = await get(ana, path);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const files = await unzip(answer);
    const json = [...files].filter(([name]) => name.endsWith('.json'));
    const all = json.map(([, text]) => text).join();
    for (const text of ['a sentence of Ana', 'an answer of Wei', wei.me.handle, ana.me.handle]) {
      expect(all).toContain(text);
    }
    for (const secret of [ana.token, ana.password, ...ana.recoveryCodes]) {
      expect(all).not.toContain(secret);
    }
    expect(JSON.parse(files.get('manifest.json') ?? '')).toMatchObject({ missing: [] });
    expect(files.get('index.html')).toContain('Your data from Plaza');
    expect((await get(ana, path)).status).toBe(404);
  });

  test('opens for nobody else', async () => {
    const { path } = await ana.must('rights.beginExport', {});
    expect((await fetch(`${city.origin}${path}`)).status).toBe(401);
    expect((await get(wei, path)).status).toBe(404);
    const otherDevice = await city.signIn(ana);
    expect((await get(otherDevice, path)).status).toBe(404);
    expect((await get(ana, path)).status).toBe(200);
  });

  test('is written once at a time', async () => {
    const sol = await city.signUp('Sol');
    await sol.must('rights.beginExport', {});
    await city.sql('update rights_export set alive_at = issued_at where person_id = $1', [
      sol.me.personId,
    ]);
    expect(await sol.refused('rights.beginExport', {})).toBe('export_running');
  });
});

describe('the deletion', () => {
  test('wants the password, can be taken back, and is told on all devices', async () => {
    const sol = await city.signUp('Sol');
    const socket = await sol.socket();
    const wrong = { currentPassword: 'not the password' };
    expect(await sol.refused('rights.requestDeletion', wrong)).toBe('wrong_credentials');
    const none = { currentPassword: null };
    expect(await sol.refused('rights.requestDeletion', none)).toBe('wrong_credentials');
    const right = { currentPassword: sol.password };
    const { deletionAt } = await sol.must('rights.requestDeletion', right);
    await socket.event('identity.meChanged', ({ me }) => me.deletionAt === deletionAt);
    await socket.event('identity.securityNoticed', (e) => e.notice === 'deletion_requested');
    expect(await sol.refused('rights.requestDeletion', right)).toBe('deletion_pending');
    expect((await sol.must('rights.listHoldings', {})).deletionAt).toBe(deletionAt);
    await sol.must('rights.cancelDeletion', {});
    await socket.event('identity.securityNoticed', (e) => e.notice === 'deletion_cancelled');
    expect(await sol.refused('rights.cancelDeletion', {})).toBe('deletion_unknown');
  });

  test('is closed for a while after wrong passwords', async () => {
    const sol = await city.signUp('Sol');
    const wrong = { currentPassword: 'not the password' };
    let refusal = '';
    for (let i = 0; i < 8 && refusal !== 'sign_in_locked'; i += 1) {
      refusal = await sol.refused('rights.requestDeletion', wrong);
    }
    expect(refusal).toBe('sign_in_locked');
  });

  test('erases the person everywhere after 30 days', async () => {
    const [sol, kim] = await city.contacts('Sol', 'Kim');
    const noa = await city.signUp('Noa');
    await say(sol, kim, 'words that Sol takes along');
    await sol.must('identity.updateProfile', { signature: 'a line that Sol is known by' });
    const { personId } = noa.me;
    await sol.must('contacts.sendRequest', { personId, reason: 'a plea of Sol', via: 'handle' });
    await city.settle();
    await sol.must('rights.requestDeletion', { currentPassword: sol.password });
    city.clock.travel(31 * dayMs);
    expect(await city.composed.modules.rights.eraseDue()).toBe(1);
    await city.settle();
    expect(await sol.refused('identity.getMe', {})).toBe('unauthenticated');
    expect((await kim.must('contacts.list', {})).contacts).toEqual([]);
    const handle = { handle: sol.me.handle };
    expect(await kim.refused('contacts.findByHandle', handle)).toBe('person_not_found');
    const { heads } = await kim.must('chat.listHeads', {});
    expect(JSON.stringify(heads)).not.toContain('words that Sol takes along');
    const words = ['words that Sol takes along', 'a line that Sol is known by', 'a plea of Sol'];
    for (const text of words) expect([text, await tablesWith(text)]).toEqual([text, []]);
    expect(await tablesWith(sol.me.handle)).toEqual(['identity_handle']);
    // Whoever was away for longer is told to look at everything anew.
    expect((await kim.must('sync.pull', { after: 1 })).state).toBe('reset');
  });

  test('no call left a fault', () => {
    expect(city.faults).toEqual([]);
  });
});

/** Tables in which some row contains the text. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await city.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await city.sql(
      `select 1 from "${name}" t where t::text like '%' || $1 || '%' limit 1`,
      [text],
    );
    if (rowCount === 1) found.push(name);
  }
  return found;
}
