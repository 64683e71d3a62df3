import { present, type PayKey, type PersonId } from '@plaza/base';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, openPlace, startCity, type TestCity } from './support/city.ts';
import { makePng, upload } from './support/files.ts';
import { createPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

const arrival = { device, delivery: 'token' } as const;

describe('a demo city', () => {
  let city: TestCity;
  beforeAll(async () => {
    // Filling it takes a while on a busy machine.
    city = await startCity({ flags: ['--demo', '--seed', '3'] });
  }, 180_000);
  afterAll(async () => {
    await city[Symbol.asyncDispose]();
    expect(city.faults).toEqual([]);
  });

  it('shows its people, with their photos, before anybody signs in', async () => {
    const { people } = await city.stranger.must('identity.listDemoPeople', {});
    expect(people.length).toBeGreaterThanOrEqual(40);
    const drawn = people.find(({ photoPath }) => photoPath !== null);
    const photo = await fetch(`${city.origin}${drawn?.photoPath}`);
    expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('lets anybody be one of its people, and nobody else', async () => {
    const { stranger } = city;
    const { people } = await stranger.must('identity.listDemoPeople', {});
    const resident = people[0]?.personId ?? noId<PersonId>();
    const signedIn = await stranger.must('identity.signInDemo', { personId: resident, ...arrival });
    expect(signedIn.session.signedInBy).toBe('demo');
    const person = createPerson(city.origin, { ...signedIn, recoveryCodes: [] }, '');
    expect((await person.must('chat.listHeads', {})).heads.length).toBeGreaterThan(0);
    expect((await person.must('contacts.list', {})).contacts.length).toBeGreaterThan(0);

    const [real, operator] = [await city.signUp('Real'), await city.operator()];
    const refusal = (personId: PersonId) =>
      stranger.refused('identity.signInDemo', { personId, ...arrival });
    expect(await refusal(real.me.personId)).toBe('person_not_found');
    expect(await refusal(noId())).toBe('person_not_found');
    await operator.must('operator.suspend', { personId: resident, reason: 'rude' });
    expect(await refusal(resident)).toBe('suspended');
  });
});

describe('the money of a demo city', () => {
  const flags = ['--demo', '--seed', '3'];

  it('is issued once, also when a crash cut the fill off', async () => {
    await using place = await openPlace();
    const readBooks = async (city: TestCity) => {
      const books = await (await city.operator()).must('pay.getBooks', {});
      expect(books.balanced).toBe(true);
      return books.entries;
    };
    const filled = await startCity({ flags, place });
    const before = await readBooks(filled);
    const { people } = await filled.stranger.must('identity.listDemoPeople', {});
    const wallets = before.find(({ account }) => account === 'wallet.user');
    expect(wallets?.accounts).toBe(people.length);
    await filled[Symbol.asyncDispose]();
    await rm(join(place.dataDir, 'demo-city.json'));

    await using city = await startCity({ flags, place });
    expect(await readBooks(city)).toEqual(before);
    const personId = people[0]?.personId ?? noId<PersonId>();
    const signedIn = await city.stranger.must('identity.signInDemo', { personId, ...arrival });
    const person = createPerson(city.origin, { ...signedIn, recoveryCodes: [] }, '');
    const { transfers } = await person.must('pay.listWaiting', {});
    const mine = transfers.filter(({ payee }) => payee.personId === personId);
    expect(mine).toHaveLength(1);
    const { conversationId, transferId } = present(mine[0], 'somebody sent something');
    const { head } = await person.must('chat.getHead', { conversationId });
    expect(head.conversation.lastEntry?.body).toMatchObject({ message: { transferId } });
    expect(head.inbox.unread).toBeGreaterThan(0);

    await person.must('pay.acceptTransfer', { key: noId<PayKey>(), transferId });
    const { lines } = await person.must('pay.listStatement', { currency: 'points' });
    expect(lines[0]).toMatchObject({ kind: 'transfer_in', transferId });
    expect(lines.at(-1)).toMatchObject({ kind: 'top_up', counterparty: null });
    const { wallets: own } = await person.must('pay.getWallet', {});
    expect(own[0]?.availableMinor).toBe(lines[0]?.balanceMinor);
    expect([...filled.faults, ...city.faults]).toEqual([]);
  }, 240_000);
});

describe('a city that is none', () => {
  it('has no demo people, and shows no photo to strangers', async () => {
    await using city = await startCity();
    expect(await city.stranger.must('identity.listDemoPeople', {})).toEqual({ people: [] });
    const asked = { personId: noId<PersonId>(), ...arrival };
    expect(await city.stranger.refused('identity.signInDemo', asked)).toBe('not_demo');
    const ana = await city.signUp('Ana');
    const { fileId } = await upload(ana, makePng());
    const { photoPath } = await ana.must('identity.setPhoto', { fileId });
    const headers = { authorization: `Bearer ${ana.token}` };
    expect((await fetch(`${city.origin}${photoPath}`)).status).toBe(401);
    expect((await fetch(`${city.origin}${photoPath}`, { headers })).status).toBe(200);
    expect(city.faults).toEqual([]);
  });
});
