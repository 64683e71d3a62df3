import type { FileId, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedFile } from '../../kernel/holdings/index.ts';
import { desk, must, openTestIdentity, password, reason, type TestIdentity } from './testing.ts';

let city: TestIdentity;
const cards: PersonCard[] = [];
beforeAll(async () => {
  city = await openTestIdentity();
  city.identity.onProfileChanged(async (_, card) => void cards.push(card));
});
afterAll(() => city[Symbol.asyncDispose]());

const dayMs = 24 * 3_600_000;

function upload(ownerId: PersonId, change: object = {}): Promise<FileId> {
  const label = { contentType: 'image/png', purpose: 'photo', ownerId, ...change };
  return city.files.put(Buffer.from(`image of ${ownerId}`), label);
}

describe('the profile', () => {
  it('changes, and tells the own devices and those who show the person', async () => {
    const { personId } = await city.person('Ana');
    const change = {
      displayName: '  Ana\u202e  María ',
      region: 'Old town',
      locale: 'es' as const,
    };
    const me = must(await city.identity.updateProfile(personId, change));
    expect(me).toMatchObject({ displayName: 'Ana María', region: 'Old town', locale: 'es' });
    expect(await city.told(personId)).toEqual([
      expect.objectContaining({ name: 'identity.meChanged', payload: { me } }),
    ]);
    expect(cards.at(-1)).toMatchObject({ personId, displayName: 'Ana María' });
    const before = cards.length;
    must(await city.identity.updateProfile(personId, { displayName: 'Ana María' }));
    must(await city.identity.updateProfile(personId, { locale: 'zh' }));
    expect(cards).toHaveLength(before);
    // Composed, each of these letters is two.
    must(await city.identity.updateProfile(personId, { signature: '\u0958'.repeat(120) }));
    expect(reason(await city.identity.updateProfile(personId, { displayName: '\u3164' }))).toBe(
      'invalid',
    );
    expect(reason(await city.identity.updateProfile(personId, { displayName: ' ' }))).toBe(
      'invalid',
    );
  });

  it('has a photo that was uploaded by its owner', async () => {
    const { personId } = await city.person('Bo');
    const set = (fileId: FileId | null) => city.identity.setPhoto(personId, fileId);
    const first = await upload(personId);
    const me = must(await set(first));
    expect(me.photoPath).toBe(`/media/${first}`);
    expect(reason(await set(city.newId<FileId>()))).toBe('file_unknown');
    const other = await city.person('Cy');
    expect(reason(await set(await upload(other.personId)))).toBe('file_unknown');
    expect(reason(await set(await upload(personId, { purpose: 'chat' })))).toBe('file_unknown');
    const text = await upload(personId, { contentType: 'text/plain' });
    expect(reason(await set(text))).toBe('not_an_image');
    expect((await city.files.describe(text))?.claimedAt).toBeNull();
    must(await set(null));
    expect(await city.files.describe(first)).toBeNull();
  });
});

describe('the handle', () => {
  it('changes once in 30 days, and the old one is kept from others as long', async () => {
    const { handle, personId } = await city.person('Dee');
    const change = (to: string, who = personId) => city.identity.changeHandle(who, to);
    expect(must(await change(handle)).handle).toBe(handle);
    expect(reason(await change('support'))).toBe('handle_reserved');
    expect(must(await change('dee_new')).handle).toBe('dee_new');
    expect(await city.identity.findByHandle(handle)).toBeNull();
    expect(await city.identity.findByHandle('dee_new')).toMatchObject({ personId });
    expect(reason(await change('dee_newer'))).toBe('handle_change_too_soon');
    const other = await city.person('Eve');
    expect(reason(await change(handle, other.personId))).toBe('handle_taken');
    expect(reason(await change('dee_new', other.personId))).toBe('handle_taken');
    expect(await city.identity.isHandleFree(handle)).toBe(false);
    city.clock.advance(30 * dayMs);
    expect(await city.identity.isHandleFree(handle)).toBe(true);
    must(await change(handle, other.personId));
    expect(reason(await change(handle))).toBe('handle_taken');
    must(await change('dee_newer'));
  });

  it('may go back to the person who gave it up', async () => {
    const { handle, personId } = await city.person('Fil');
    must(await city.identity.changeHandle(personId, 'fil_new'));
    city.clock.advance(30 * dayMs - 1);
    expect(reason(await city.identity.changeHandle(personId, handle))).toBe(
      'handle_change_too_soon',
    );
    city.clock.advance(1);
    await city.identity.clean();
    expect(must(await city.identity.changeHandle(personId, handle)).handle).toBe(handle);
    expect(await city.identity.findByHandle('fil_new')).toBeNull();
  });
});

describe('the deletion of an account', () => {
  it('is noted, told, and taken back', async () => {
    const { personId } = await city.person('Gil');
    const at = new Date(city.clock.nowMs() + 30 * dayMs);
    const set = (when: Date | null) =>
      city.db.tx((tx) => city.identity.setDeletion(tx, { personId, at: when }));
    expect(await set(null)).toBe(false);
    expect(await set(at)).toBe(true);
    expect(await set(at)).toBe(false);
    expect((await city.identity.getMe(personId)).deletionAt).toBe(at.toISOString());
    expect(await set(null)).toBe(true);
    expect((await city.identity.getMe(personId)).deletionAt).toBeNull();
    expect(await city.notices(personId)).toEqual(['deletion_requested', 'deletion_cancelled']);
  });

  it('leaves a number and nothing else', async () => {
    const { handle, personId, secret } = await city.person('Zacharias');
    const fileId = await upload(personId);
    must(await city.identity.setPhoto(personId, fileId));
    must(await city.identity.updateProfile(personId, { signature: 'Zacharias was here' }));
    must(await city.identity.beginOwnReset(personId));
    await city.identity.beginPasskeyAdd(personId);
    await city.identity.signIn({ handle, password: 'a wrong guess', ...desk });
    const erase = () => city.db.tx((tx) => city.identity.holding.erase(tx, personId));
    await erase();
    await erase();
    expect(await city.identity.authenticate(secret)).toBeNull();
    expect(reason(await city.identity.signIn({ handle, password, ...desk }))).toBe(
      'wrong_credentials',
    );
    expect(await city.files.describe(fileId)).toBeNull();
    const card = (await city.identity.getCards([personId])).get(personId);
    expect(card).toMatchObject({ displayName: '', photoPath: null, region: '', signature: '' });
    expect(card?.handle).toMatch(/^deleted_[0-9a-f]{16}$/);
    expect(cards.at(-1)).toEqual(card);
    const rows = await Promise.all(
      city.identity.holding.tables.map(async (table) => {
        const found = await city.db.query(
          `select '${table}' as table, t::text as row from ${table} t where t::text like $1`,
          [`%${personId}%`],
        );
        return found.rows as { table: string; row: string }[];
      }),
    );
    const left = rows.flat();
    expect(left.map(({ table }) => table)).toEqual(['identity_person', 'identity_handle']);
    expect(left[0]?.row).not.toMatch(/zacharias/i);
    expect(await city.identity.isHandleFree(handle)).toBe(false);
    city.clock.advance(30 * dayMs);
    await city.identity.clean();
    expect(await city.identity.isHandleFree(handle)).toBe(true);
    const { rowCount } = await city.db.query(`select from identity_handle where handle = $1`, [
      handle,
    ]);
    expect(rowCount).toBe(0);
  });

  it('gives out before what it erases', async () => {
    const { personId, handle } = await city.person('Hedi');
    must(await city.identity.setPhoto(personId, await upload(personId)));
    const files: ExportedFile[] = [];
    for await (const file of city.identity.holding.export(personId)) files.push(file);
    expect(files.map(({ path }) => path)).toEqual([
      ...['profile.json', 'photo', 'handles.json', 'sessions.json', 'passkeys.json'],
      'resets.json',
    ]);
    expect(JSON.stringify(files)).toContain(handle);
    expect(JSON.stringify(files)).not.toMatch(/argon2|hash|secret/i);
  });
});

describe('cards', () => {
  it('are given for those who exist, in one go', async () => {
    const [one, other] = [await city.person('Ivo'), await city.person('Jil')];
    const ids = [one.personId, other.personId, city.newId<PersonId>(), one.personId];
    const found = await city.identity.getCards(ids);
    expect([...found.keys()].toSorted()).toEqual([one.personId, other.personId].toSorted());
  });
});
