import type { PersonId, SessionId } from '@plaza/base';
import { TextWriter, Uint8ArrayReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Caller } from '../../kernel/rpc/index.ts';
import { tablesWithoutOwner } from './owners.ts';
import type { ExportSubject } from './types.ts';
import { openTestRights, type TestRights } from './testing.ts';
import { wordsOf } from './words/index.ts';

let city: TestRights;
/** What a further module would keep, with the means to make it fail or be slow. */
const planted = { fail: false, produced: 0, erased: [] as PersonId[], pieces: 0 };

const plantedHolding: DataHolding = {
  ...{ module: 'planted', title: 'Planted', why: 'Test.', keptFor: 'Test.', onErasure: 'Test.' },
  tables: [],
  async *export() {
    for (let i = 0; i < planted.pieces; i += 1) {
      planted.produced += 1;
      const noise = Array.from({ length: 2_000 }, () => crypto.randomUUID());
      yield { path: `piece-${i}.json`, content: noise };
    }
  },
  async erase(_tx, personId) {
    if (planted.fail) throw new Error('planted');
    planted.erased.push(personId);
  },
};

beforeAll(async () => {
  city = await openTestRights({ extra: [plantedHolding] });
});
afterAll(() => city?.[Symbol.asyncDispose]());

const dayMs = 24 * 3_600_000;
let serial = 0;

async function resident(locale: 'en' | 'es' | 'zh' = 'en'): Promise<Caller> {
  serial += 1;
  const personId = await city.newPerson(`resident_${serial}`, locale);
  return { personId, sessionId: city.newId<SessionId>(), role: 'resident' };
}

async function ticketOf(caller: Caller, subject?: ExportSubject): Promise<string> {
  const outcome = await city.rights.beginExport(caller, subject);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value.path.replace('/export/', '');
}

async function download(caller: Caller, subject?: ExportSubject): Promise<Map<string, string>> {
  const opened = await city.rights.openExport(caller, await ticketOf(caller, subject));
  const bytes = await buffer(opened!.stream);
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(bytes)));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    files.set(entry.filename, await (entry as FileEntry).getData(new TextWriter()));
  }
  return files;
}

describe('the export', () => {
  test('may be of one part alone, for which another ticket is worth nothing', async () => {
    const caller = await resident();
    const files = await download(caller, { kind: 'planted', id: 'a part' });
    expect([...files.keys()]).toEqual(['part.txt']);
    expect(files.get('part.txt')).toMatch(/^a part of resident_/);
    const first = await ticketOf(caller, { kind: 'planted', id: 'a part' });
    expect((await download(caller)).has('manifest.json')).toBe(true);
    expect(await city.rights.openExport(caller, first)).toBeNull();
  });

  test('holds what every module keeps, a page for each, an overview and the hashes', async () => {
    const [a, b] = [await resident('es'), await resident()];
    await city.contacts.befriend(a.personId, b.personId);
    await city.outbox.settle();
    planted.pieces = 1;
    const files = await download(a);
    planted.pieces = 0;

    const profile = JSON.parse(files.get('identity/profile.json')!);
    expect(profile).toMatchObject({ personId: a.personId, locale: 'es' });
    const contacts = JSON.parse(files.get('contacts/contacts.json')!);
    expect(contacts).toMatchObject([{ personId: b.personId }]);
    for (const path of files.keys()) {
      if (!path.endsWith('.json') || path === 'manifest.json') continue;
      expect(files.has(`pages/${path.replace('.json', '.html')}`), path).toBe(true);
    }
    expect([...files.keys()]).toContain('planted/piece-0.json');

    const overview = files.get('index.html')!;
    expect(overview).toContain('<html lang="es">');
    expect(overview).toContain('Tus datos de Plaza');
    expect(overview).toContain('<h2>Contactos</h2>');
    const links = [...overview.matchAll(/href="([^"]*)"/g)].map(([, to]) => to!);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(files.has(decodeURIComponent(link)), link).toBe(true);

    const manifest = JSON.parse(files.get('manifest.json')!);
    for (const { path, sha256 } of manifest.files) {
      expect(createHash('sha256').update(files.get(path)!).digest('hex')).toBe(sha256);
    }
    expect(manifest).toMatchObject({ format: 'plaza-export', version: 1, missing: [] });
    expect(city.lines).toEqual([]);
  });

  test('is opened once, by the session that asked for it, within ten minutes', async () => {
    const a = await resident();
    const other = { ...a, sessionId: city.newId<SessionId>() };
    const ticket = await ticketOf(a);
    expect(await city.rights.openExport(other, ticket)).toBeNull();
    expect(await city.rights.openExport(await resident(), ticket)).toBeNull();
    expect(await city.rights.openExport(a, 'wrong')).toBeNull();
    const opened = await city.rights.openExport(a, ticket);
    expect(opened?.fileName).toMatch(/^plaza-resident_\d+-\d{4}-\d\d-\d\d\.zip$/);
    expect(await city.rights.openExport(a, ticket)).toBeNull();
    await buffer(opened!.stream);

    const late = await ticketOf(a);
    city.clock.advance(10 * 60_000);
    expect(await city.rights.openExport(a, late)).toBeNull();
  });

  test('is written at the pace of its reader, one at a time, and ends with him', async () => {
    const a = await resident();
    planted.pieces = 400;
    planted.produced = 0;
    const opened = await city.rights.openExport(a, await ticketOf(a));
    await new Promise<void>((resolve) => void opened!.stream.once('readable', resolve));
    await new Promise((resolve) => void setTimeout(resolve, 300));
    // 400 pieces of 78 kB would be far more than what the buffers on the way may hold.
    expect(planted.produced).toBeLessThan(40);
    const second = await city.rights.beginExport(a);
    expect(second).toEqual({ ok: false, reason: 'export_running' });

    opened!.stream.destroy();
    await expect.poll(async () => (await city.rights.beginExport(a)).ok).toBe(true);
    expect(planted.produced).toBeLessThan(60);
    planted.pieces = 0;
    expect(city.lines).toEqual([]);
  });

  test('of a process that died does not keep the next one waiting', async () => {
    const a = await resident();
    await ticketOf(a);
    await city.db.query('update rights_export set alive_at = issued_at where person_id = $1', [
      a.personId,
    ]);
    expect((await city.rights.beginExport(a)).ok).toBe(false);
    city.clock.advance(3 * 60_000);
    expect((await city.rights.beginExport(a)).ok).toBe(true);
  });
});

describe('the deletion', () => {
  test('waits 30 days, can be taken back, and shows on the account', async () => {
    const { personId } = await resident();
    const asked = await city.rights.requestDeletion(personId, null);
    expect(asked.ok).toBe(true);
    const { deletionAt } = await city.rights.listHoldings(personId);
    expect(Date.parse(deletionAt!)).toBe(city.clock.nowMs() + 30 * dayMs);
    const again = await city.rights.requestDeletion(personId, null);
    expect(again).toMatchObject({ ok: false, reason: 'deletion_pending' });

    city.clock.advance(29 * dayMs);
    expect(await city.rights.eraseDue()).toBe(0);
    expect((await city.rights.cancelDeletion(personId)).ok).toBe(true);
    const nothing = await city.rights.cancelDeletion(personId);
    expect(nothing).toEqual({ ok: false, reason: 'deletion_unknown' });
    city.clock.advance(2 * dayMs);
    expect(await city.rights.eraseDue()).toBe(0);
    expect((await city.rights.listHoldings(personId)).deletionAt).toBeNull();
  });

  test('a wrong password changes nothing', async () => {
    const { personId } = await resident();
    const wrong = await city.rights.requestDeletion(personId, 'not the password');
    expect(wrong).toMatchObject({ ok: false, reason: 'wrong_credentials' });
    expect((await city.rights.listHoldings(personId)).deletionAt).toBeNull();
  });

  test('erases everywhere, cannot be taken back once begun, goes on after a fault', async () => {
    const [{ personId }, friend] = [await resident(), await resident()];
    await city.contacts.befriend(personId, friend.personId);
    await city.rights.requestDeletion(personId, null);
    city.clock.advance(30 * dayMs);

    planted.fail = true;
    expect(await city.rights.eraseDue()).toBe(0);
    expect(city.lines.splice(0).join()).toContain('could not be erased');
    const late = await city.rights.cancelDeletion(personId);
    expect(late).toEqual({ ok: false, reason: 'deletion_unknown' });

    planted.fail = false;
    expect(await city.rights.eraseDue()).toBe(1);
    expect(await city.rights.eraseDue()).toBe(0);
    expect(planted.erased).toEqual([personId]);
    await city.outbox.settle();
    expect(await city.contacts.list(friend.personId)).toEqual([]);
    const card = (await city.identity.getCards([personId])).get(personId);
    expect(card?.displayName).toBe('');
  });

  test('leaves the words of the person only in logs that are trimmed after 30 days', async () => {
    const [a, b] = [await resident(), await resident()];
    const reason = 'a very private sentence';
    const asked = { personId: b.personId, reason, via: 'handle' as const };
    await city.contacts.sendRequest(a.personId, asked);
    await city.outbox.settle();
    await city.rights.requestDeletion(a.personId, null);
    city.clock.advance(30 * dayMs);
    await city.rights.eraseDue();
    await city.outbox.settle();
    const others = (await tablesWith(reason)).filter((name) => !name.startsWith('sync_'));
    expect(others).toEqual([]);
  });
});

/** Tables in which some row contains the text. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await city.db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await city.db.query(
      `select 1 from "${name}" t where t::text like '%' || $1 || '%' limit 1`,
      [text],
    );
    if (rowCount === 1) found.push(name);
  }
  return found;
}

describe('the list of holdings', () => {
  test('names every module with what it keeps and why', async () => {
    const { holdings } = await city.rights.listHoldings((await resident()).personId);
    expect(holdings.map(({ module }) => module)).toEqual([
      'identity',
      'contacts',
      'sync',
      'planted',
      'rights',
    ]);
    for (const holding of holdings) expect(Object.keys(holding)).toHaveLength(5);
  });

  test('has every sentence in every language', () => {
    for (const locale of ['es', 'zh'] as const) {
      const { sentences } = wordsOf(locale);
      for (const { module, title, why, keptFor, onErasure } of city.rights.holdings) {
        if (module === 'planted') continue;
        const missing = [title, why, keptFor, onErasure].filter((text) => !(text in sentences));
        expect(missing, `${module} in ${locale}`).toEqual([]);
      }
    }
  });

  test('a table without an owner, or with two, is found', async () => {
    const all = city.rights.holdings;
    const claims = [{ module: 'a', tables: ['stray_thing', 'gone'] }];
    const names = async (holdings: Parameters<typeof tablesWithoutOwner>[1]) => {
      const found = await tablesWithoutOwner(city.db, holdings);
      // The kernel's tables are no module's: the test over the whole server has their holdings.
      return found.map(({ table }) => table).filter((table) => !table.startsWith('kernel_'));
    };
    expect(await names(all)).toEqual([]);
    await city.db.query('create table stray_thing (id uuid primary key)');
    expect(await names(all)).toEqual(['stray_thing']);
    expect(await names([...all, ...claims])).toEqual(['gone (no such table)']);
    const twice = [...all, ...claims, { module: 'b', tables: ['stray_thing'] }];
    const shared = await tablesWithoutOwner(city.db, twice);
    expect(shared).toContainEqual({ table: 'stray_thing', owners: ['a', 'b'] });
    await city.db.query('drop table stray_thing');
  });
});
