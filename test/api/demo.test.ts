import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { device, startCity, type TestCity } from './support/city.ts';
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
