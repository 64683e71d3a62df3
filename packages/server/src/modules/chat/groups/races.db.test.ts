import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, openGroup, say, value, type City } from '../testing.ts';
import {
  by,
  contradictions,
  friends,
  inOrder,
  inviteOf,
  openCast,
  rolesIn,
  wordOf,
} from './testing.ts';

// Two things that meet at one group, in both orders.

let city: City;
beforeAll(async () => {
  city = await createCity(undefined, { groupMembers: 42 });
});
afterAll(async () => {
  expect(await contradictions(city)).toEqual([]);
  expect(city.problems).toEqual([]);
  await city.close();
});

type Run = () => Promise<string>;
const groups = () => city.chat.groups;
const bothOrders = [true, false] as const;
const ordered = (isFirst: boolean, one: Run, other: Run) => (isFirst ? [one, other] : [other, one]);

test('joining by a link while being removed', async () => {
  for (const joinFirst of bothOrders) {
    const { id, owner, admin, member } = await openCast(city);
    const { token } = value(await groups().makeLink(by(owner, id)));
    const join: Run = async () => {
      const outcome = await groups().joinByLink(member, { token, reason: '' });
      return outcome.ok ? outcome.value.state : outcome.reason;
    };
    const remove: Run = () => wordOf(groups().remove(by(admin, id), member));
    const results = await inOrder(city, id, ordered(joinFirst, join, remove));
    // A leader's link brings back whom a leader removed; who was in is removed all the same.
    expect(results).toEqual(joinFirst ? ['joined', 'ok'] : ['ok', 'joined']);
    expect((await rolesIn(city, owner, id)).has(member)).toBe(!joinFirst);
  }
});

test('coming back by the link of a member while being removed', async () => {
  for (const joinFirst of bothOrders) {
    const { id, owner, admin, member, other } = await openCast(city);
    const { token } = value(await groups().makeLink(by(other, id)));
    const join: Run = async () => {
      const outcome = await groups().joinByLink(member, { token, reason: '' });
      return outcome.ok ? outcome.value.state : outcome.reason;
    };
    const remove: Run = () => wordOf(groups().remove(by(admin, id), member));
    const results = await inOrder(city, id, ordered(joinFirst, join, remove));
    expect(results).toEqual(joinFirst ? ['joined', 'ok'] : ['ok', 'waiting']);
    expect((await rolesIn(city, owner, id)).has(member)).toBe(false);
  }
});

test('the role is given to somebody who leaves', async () => {
  for (const transferFirst of bothOrders) {
    const { id, owner, admin, member } = await openCast(city);
    const transfer: Run = () => wordOf(groups().transfer(by(owner, id), member));
    const leave: Run = () => wordOf(groups().leave(by(member, id)));
    const results = await inOrder(city, id, ordered(transferFirst, transfer, leave));
    expect(results).toEqual(transferFirst ? ['ok', 'ok'] : ['ok', 'person_not_found']);
    const roles = await rolesIn(city, owner, id);
    // Given away and given up: it passes on to the admin. Not given away: it stays.
    expect(roles.get(owner)).toBe(transferFirst ? 'member' : 'owner');
    expect(roles.get(admin)).toBe(transferFirst ? 'owner' : 'admin');
  }
});

test('the owner leaves while giving the role away', async () => {
  for (const leaveFirst of bothOrders) {
    const { id, owner, admin, member } = await openCast(city);
    const leave: Run = () => wordOf(groups().leave(by(owner, id)));
    const transfer: Run = () => wordOf(groups().transfer(by(owner, id), member));
    const results = await inOrder(city, id, ordered(leaveFirst, leave, transfer));
    expect(results).toEqual(leaveFirst ? ['ok', 'not_member'] : ['ok', 'ok']);
    const roles = await rolesIn(city, member, id);
    expect(roles.get(leaveFirst ? admin : member)).toBe('owner');
  }
});

test('two leaders decide about one person', async () => {
  for (const acceptFirst of bothOrders) {
    const { id, owner, admin, member, outsider } = await openCast(city);
    value(await groups().set(by(owner, id), { joinApproval: true }));
    value(await groups().add(by(member, id), [outsider]));
    const decide =
      (viewer: PersonId, accepted: boolean): Run =>
      () =>
        wordOf(groups().decide(by(viewer, id), { personId: outsider, accepted }));
    const order = ordered(acceptFirst, decide(owner, true), decide(admin, false));
    expect(await inOrder(city, id, order)).toEqual(['ok', 'request_unknown']);
    expect((await rolesIn(city, owner, id)).has(outsider)).toBe(acceptFirst);
  }
});

test('two devices of the owner name different admins', async () => {
  for (const isFirst of bothOrders) {
    const people = friends(city, 8) as PersonId[];
    const [owner, ...rest] = people as [PersonId, ...PersonId[]];
    const id = await openGroup(city, people);
    const [some, others] = [rest.slice(0, 3), rest.slice(3, 6)];
    const name =
      (adminIds: PersonId[]): Run =>
      () =>
        wordOf(groups().setAdmins(by(owner, id), adminIds));
    expect(await inOrder(city, id, ordered(isFirst, name(some), name(others)))).toEqual([
      ...['ok', 'ok'],
    ]);
    const roles = await rolesIn(city, owner, id);
    const admins = rest.filter((personId) => roles.get(personId) === 'admin');
    expect(new Set(admins)).toEqual(new Set(isFirst ? others : some));
  }
});

test('somebody becomes an admin while being removed by one', async () => {
  for (const promoteFirst of bothOrders) {
    const { id, owner, admin, member } = await openCast(city);
    const promote: Run = () => wordOf(groups().setAdmins(by(owner, id), [admin, member]));
    const remove: Run = () => wordOf(groups().remove(by(admin, id), member));
    const results = await inOrder(city, id, ordered(promoteFirst, promote, remove));
    expect(results).toEqual(promoteFirst ? ['ok', 'forbidden'] : ['ok', 'person_not_found']);
    const role = (await rolesIn(city, owner, id)).get(member);
    expect(role).toBe(promoteFirst ? 'admin' : undefined);
  }
});

test('an invitation is accepted while the group is dissolved', async () => {
  for (const acceptFirst of bothOrders) {
    const people = friends(city, 41) as PersonId[];
    const [owner, ...rest] = people as [PersonId, ...PersonId[]];
    const guest = rest.at(-1) as PersonId;
    const id = await openGroup(city, people.slice(0, 40));
    const { invited } = value(await groups().add(by(owner, id), [guest]));
    expect(invited).toEqual([guest]);
    const inviteId = await inviteOf(city, id, guest);
    const accept: Run = () =>
      wordOf(groups().invites.accept(guest, { conversationId: id, inviteId }));
    const end: Run = () => wordOf(groups().dissolve(by(owner, id)));
    const results = await inOrder(city, id, ordered(acceptFirst, accept, end));
    expect(results).toEqual(acceptFirst ? ['ok', 'ok'] : ['ok', 'invite_unknown']);
  }
});

test('the last place is taken from two sides', async () => {
  const people = friends(city, 44) as PersonId[];
  const [owner, ...rest] = people as [PersonId, ...PersonId[]];
  const guests = rest.slice(-4) as [PersonId, PersonId, PersonId, PersonId];
  const id = await openGroup(city, people.slice(0, 40));
  const accept =
    (guest: PersonId): Run =>
    async () => {
      const invited = { conversationId: id, inviteId: await inviteOf(city, id, guest) };
      return wordOf(groups().invites.accept(guest, invited));
    };
  for (const guest of guests) value(await groups().add(by(owner, id), [guest]));
  const results = await inOrder(city, id, guests.map(accept));
  // Who waits for one lock is let through in any order; only how many is certain.
  expect(results.toSorted()).toEqual(['group_full', 'group_full', 'ok', 'ok']);
  const { memberCount } = value(await city.chat.heads.get(owner, id)).head.conversation;
  expect(memberCount).toBe(42);
});

test('nobody writes after everybody was muted', async () => {
  for (const sendFirst of bothOrders) {
    const { id, owner, member } = await openCast(city);
    const send: Run = () => wordOf(say(city, member, { to: id, text: 'Quick' }));
    const mute: Run = () => wordOf(groups().set(by(owner, id), { muteAll: true }));
    const results = await inOrder(city, id, ordered(sendFirst, send, mute));
    expect(results).toEqual(sendFirst ? ['ok', 'ok'] : ['ok', 'group_muted']);
  }
});

test('nobody writes after the group was dissolved', async () => {
  for (const sendFirst of bothOrders) {
    const { id, owner, member } = await openCast(city);
    const send: Run = () => wordOf(say(city, member, { to: id, text: 'Quick' }));
    const end: Run = () => wordOf(groups().dissolve(by(owner, id)));
    const results = await inOrder(city, id, ordered(sendFirst, send, end));
    expect(results).toEqual(sendFirst ? ['ok', 'ok'] : ['ok', 'read_only']);
  }
});

test('a link is revoked while somebody joins by it', async () => {
  for (const joinFirst of bothOrders) {
    const { id, owner, outsider } = await openCast(city);
    const { token } = value(await groups().makeLink(by(owner, id)));
    const join: Run = () => wordOf(groups().joinByLink(outsider, { token, reason: '' }));
    const revoke: Run = () => wordOf(groups().revokeLinks(by(owner, id)));
    const results = await inOrder(city, id, ordered(joinFirst, join, revoke));
    expect(results).toEqual(joinFirst ? ['ok', 'ok'] : ['ok', 'link_unknown']);
  }
});
