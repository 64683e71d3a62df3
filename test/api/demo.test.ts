import type { PersonId } from '@plaza/base';
import { describe, expect, it } from 'vitest';
import { device, startCity } from './support/city.ts';
import { createPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

const arrival = { device, delivery: 'token' } as const;

describe('a demo city', () => {
  it('lets anybody be one of its people, and nobody else', async () => {
    await using city = await startCity({ flags: ['--demo'] });
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
    expect(city.faults).toEqual([]);
  });

  it('is nowhere else', async () => {
    await using city = await startCity();
    expect(await city.stranger.must('identity.listDemoPeople', {})).toEqual({ people: [] });
    const asked = { personId: noId<PersonId>(), ...arrival };
    expect(await city.stranger.refused('identity.signInDemo', asked)).toBe('not_demo');
  });
});
