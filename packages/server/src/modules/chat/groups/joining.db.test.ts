import type { ConversationId, InviteId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCity, openDirect, openGroup, value, type City } from '../testing.ts';
import { by, contradictions, friends, inviteOf, openCast, rolesIn, wordOf } from './testing.ts';

let city: City;
const takes: string[] = [];
let newcomersAllowed = true;
beforeAll(async () => {
  const newcomers = {
    take: async (_: PersonId, kind: string) => {
      takes.push(kind);
      return newcomersAllowed;
    },
  };
  city = await createCity(undefined, { newcomers, groupMembers: 300 });
});
afterAll(async () => {
  expect(await contradictions(city)).toEqual([]);
  expect(city.problems).toEqual([]);
  await city.close();
});

const groups = () => city.chat.groups;
const day = 86_400_000;

async function link(maker: PersonId, id: ConversationId): Promise<string> {
  return value(await groups().makeLink(by(maker, id))).token;
}

async function join(personId: PersonId, token: string): Promise<string> {
  const outcome = await groups().joinByLink(personId, { token, reason: 'It is me' });
  return outcome.ok ? outcome.value.state : outcome.reason;
}

/** How many wait, as a person was told last. */
function toldWaiting(personId: PersonId, id: ConversationId): number | null {
  const told = city
    .told(personId)
    .filter(({ name, payload }) => name === 'chat.joinRequested' && payload.conversationId === id);
  return told.length === 0 ? null : (told.at(-1)?.payload.waiting as number);
}

async function entryTypes(viewer: PersonId, id: ConversationId): Promise<string[]> {
  const { entries } = value(await city.chat.reading.listEntries(viewer, id, { limit: 100 }));
  return entries.map(({ body }) => ('via' in body ? `${body.type} ${body.via}` : body.type));
}

describe('links', () => {
  test('lead in for seven days and not longer', async () => {
    const { id, owner, outsider } = await openCast(city);
    const late = city.person();
    const made = value(await groups().makeLink(by(owner, id)));
    expect(made.url).toBe(`https://plaza.example/join#${made.token}`);
    expect(Buffer.from(made.token, 'base64url')).toHaveLength(48);
    expect(Date.parse(made.expiresAt) - city.clock.nowMs()).toBeGreaterThan(7 * day - 60_000);
    const stranger = city.person();
    expect(value(await groups().lookAtLink(stranger, made.token))).toMatchObject({
      ...{ name: 'Group', memberCount: 4, joinApproval: false, conversationId: null },
      inviter: { personId: owner },
    });
    city.clock.skip(7 * day - 60_000);
    expect(await join(outsider, made.token)).toBe('joined');
    expect(await join(outsider, made.token)).toBe('joined');
    expect(await entryTypes(outsider, id)).toEqual(['membersAdded link']);
    const glance = value(await groups().lookAtLink(outsider, made.token));
    expect(glance.conversationId).toBe(id);
    city.clock.skip(120_000);
    expect(await join(late, made.token)).toBe('link_unknown');
    expect(await wordOf(groups().lookAtLink(late, made.token))).toBe('link_unknown');
    await groups().sweep();
    const { rowCount } = await city.db.query(
      'select from chat_join_link where conversation_id = $1',
      [id],
    );
    expect(rowCount).toBe(0);
  });

  test('a new one ends the one before; only its hash is kept', async () => {
    const { id, member, outsider } = await openCast(city);
    const first = await link(member, id);
    const second = await link(member, id);
    expect(await join(outsider, first)).toBe('link_unknown');
    const { rows } = await city.db.query('select l::text from chat_join_link l');
    expect(JSON.stringify(rows)).not.toContain(second);
    expect(JSON.stringify(rows)).not.toContain(
      Buffer.from(second, 'base64url').subarray(16).toString('hex'),
    );
    expect(await join(outsider, second)).toBe('joined');
  });

  test('members end their own, leaders everybody’s; who leaves takes theirs along', async () => {
    const { id, owner, member, other, outsider } = await openCast(city);
    const ofMember = await link(member, id);
    const ofOther = await link(other, id);
    value(await groups().revokeLinks(by(member, id)));
    expect(await join(outsider, ofMember)).toBe('link_unknown');
    expect(value(await groups().lookAtLink(outsider, ofOther)).memberCount).toBe(4);
    value(await groups().leave(by(other, id)));
    expect(await join(outsider, ofOther)).toBe('link_unknown');
    const again = await link(member, id);
    value(await groups().revokeLinks(by(owner, id)));
    expect(await join(outsider, again)).toBe('link_unknown');
    for (const wrong of ['x', 'A'.repeat(64), `${again.slice(0, -1)}!`]) {
      expect(await join(outsider, wrong)).toBe('link_unknown');
    }
    const last = await link(owner, id);
    value(await groups().dissolve(by(owner, id)));
    expect(await join(outsider, last)).toBe('link_unknown');
  });

  test('stop at 200 members, and at the size of the group', async () => {
    const { id, owner, outsider } = await openCast(city);
    const token = await link(owner, id);
    const crowd = Array.from({ length: 195 }, () => city.person());
    for (const personId of crowd) expect(await join(personId, token)).toBe('joined');
    expect(await join(outsider, token)).toBe('joined');
    expect(value(await city.chat.heads.get(owner, id)).head.conversation.memberCount).toBe(200);
    expect(await join(city.person(), token)).toBe('link_full');
    // Who is in already is not kept out.
    expect(await join(outsider, token)).toBe('joined');
  });

  test('new accounts join only so often', async () => {
    const { id, owner, outsider } = await openCast(city);
    const token = await link(owner, id);
    newcomersAllowed = false;
    takes.length = 0;
    expect(await join(outsider, 'wrong')).toBe('link_unknown');
    expect(takes).toEqual([]);
    expect(await join(outsider, token)).toBe('newcomer_limit');
    expect(await join(owner, token)).toBe('joined');
    expect(takes).toEqual(['join']);
    const [a, b] = friends(city, 2) as [PersonId, PersonId];
    const input = { clientId: city.newId<never>(), name: null, memberIds: [b] };
    expect(await wordOf(groups().create(a, input))).toBe('newcomer_limit');
    newcomersAllowed = true;
    value(await groups().create(a, input));
    newcomersAllowed = false;
    // The same once more is no other group.
    expect(await wordOf(groups().create(a, input))).toBe('ok');
    newcomersAllowed = true;
  });
});

describe('approval', () => {
  test('additions and links of members wait for a leader, who is told', async () => {
    const { id, owner, admin, member, outsider } = await openCast(city);
    value(await groups().set(by(owner, id), { joinApproval: true }));
    const added = value(await groups().add(by(member, id), [outsider]));
    expect(added).toMatchObject({ added: [], invited: [], waiting: [outsider] });
    const guest = city.person('Guest');
    const token = await link(member, id);
    expect(value(await groups().lookAtLink(guest, token)).joinApproval).toBe(true);
    expect(await join(guest, token)).toBe('waiting');
    expect(await join(guest, token)).toBe('waiting');
    await city.outbox.settle();
    expect([toldWaiting(owner, id), toldWaiting(admin, id), toldWaiting(member, id)]).toEqual([
      ...[2, 2, null],
    ]);
    const { requests } = value(await groups().listRequests(by(admin, id)));
    expect(requests).toMatchObject([
      { person: { personId: outsider }, inviter: { personId: member }, reason: '' },
      { person: { personId: guest }, inviter: { personId: member }, reason: 'It is me' },
    ]);
    expect(await wordOf(groups().listRequests(by(member, id)))).toBe('forbidden');
    const decide = (personId: PersonId, accepted: boolean) =>
      wordOf(groups().decide(by(admin, id), { personId, accepted }));
    expect(await decide(guest, true)).toBe('ok');
    expect(await decide(outsider, false)).toBe('ok');
    expect(await decide(outsider, true)).toBe('request_unknown');
    const roles = await rolesIn(city, owner, id);
    expect([roles.has(guest), roles.has(outsider)]).toEqual([true, false]);
    await city.outbox.settle();
    expect(toldWaiting(owner, id)).toBe(0);
    // Leaders bring people in as before, and so do their links.
    expect(await join(city.person(), await link(admin, id))).toBe('joined');
    expect(value(await groups().add(by(admin, id), [outsider])).added).toEqual([outsider]);
  });

  test('whoever becomes a leader hears who waits, whoever is none any more forgets', async () => {
    const { id, owner, admin, member, other, outsider } = await openCast(city);
    value(await groups().set(by(owner, id), { joinApproval: true }));
    value(await groups().add(by(member, id), [outsider]));
    value(await groups().setAdmins(by(owner, id), [other]));
    await city.outbox.settle();
    expect([toldWaiting(other, id), toldWaiting(admin, id)]).toEqual([1, 0]);
    value(await groups().leave(by(owner, id)));
    value(await groups().dissolve(by(other, id)));
    await city.outbox.settle();
    expect([toldWaiting(other, id), toldWaiting(owner, id)]).toEqual([0, 0]);
  });

  test('whom a leader took out, only a leader lets in again', async () => {
    const { id, owner, admin, member, other } = await openCast(city);
    value(await groups().remove(by(admin, id), other));
    expect(value(await groups().add(by(member, id), [other])).waiting).toEqual([other]);
    expect(await join(other, await link(member, id))).toBe('waiting');
    expect(value(await groups().add(by(owner, id), [other])).added).toEqual([other]);
    expect(value(await groups().listRequests(by(owner, id))).requests).toEqual([]);
    // Who left by themselves comes back as they like.
    value(await groups().leave(by(other, id)));
    expect(value(await groups().add(by(member, id), [other])).added).toEqual([other]);
  });
});

describe('invitations', () => {
  async function openLarge(size = 40) {
    const people = friends(city, size + 2) as PersonId[];
    const [owner, member] = people as [PersonId, PersonId];
    const [guest, other] = people.slice(-2) as [PersonId, PersonId];
    const id = await openGroup(city, people.slice(0, size));
    return { id, owner, member, guest, other };
  }

  async function cards(inviter: PersonId, guest: PersonId) {
    const direct = await openDirect(city, inviter, guest);
    const { entries } = value(await city.chat.reading.listEntries(guest, direct, {}));
    return entries.flatMap(({ body, senderId }) =>
      body.type === 'message' && body.message.type === 'groupInvite'
        ? [{ ...body.message, senderId }]
        : [],
    );
  }

  test('above 40 members people are asked, in the conversation of the two', async () => {
    const { id, member, guest, other } = await openLarge(39);
    expect(value(await groups().add(by(member, id), [other])).added).toEqual([other]);
    const added = value(await groups().add(by(member, id), [guest]));
    expect(added).toMatchObject({ added: [], invited: [guest], waiting: [] });
    await city.outbox.settle();
    const [card, ...more] = await cards(member, guest);
    expect(more).toEqual([]);
    expect(card).toMatchObject({ senderId: member, groupId: id, memberCount: 40, name: 'Group' });
    // Asked again, they have one card still.
    value(await groups().add(by(member, id), [guest]));
    await city.outbox.settle();
    expect(await cards(member, guest)).toHaveLength(1);
    const invited = { conversationId: id, inviteId: card?.inviteId as InviteId };
    expect(await wordOf(groups().invites.accept(other, invited))).toBe('ok');
    expect(await wordOf(groups().invites.accept(city.person(), invited))).toBe('invite_unknown');
    const joined = value(await groups().invites.accept(guest, invited));
    expect(joined).toMatchObject({ state: 'joined', head: { conversation: { memberCount: 41 } } });
    expect(value(await groups().invites.accept(guest, invited)).state).toBe('joined');
    expect(await entryTypes(guest, id)).toEqual(['membersAdded invite']);
    // Back out and asked anew: another card.
    value(await groups().leave(by(guest, id)));
    expect(await wordOf(groups().invites.accept(guest, invited))).toBe('invite_unknown');
    value(await groups().add(by(member, id), [guest]));
    await city.outbox.settle();
    expect(await cards(member, guest)).toHaveLength(2);
  });

  test('count for seven days, and while the inviter is in', async () => {
    const { id, owner, member, guest, other } = await openLarge();
    value(await groups().add(by(member, id), [guest, other]));
    const inviteId = await inviteOf(city, id, guest);
    const ofOther = await inviteOf(city, id, other);
    city.clock.skip(7 * day - 60_000);
    value(await groups().invites.accept(other, { conversationId: id, inviteId: ofOther }));
    city.clock.skip(120_000);
    const invited = { conversationId: id, inviteId };
    expect(await wordOf(groups().invites.accept(guest, invited))).toBe('invite_unknown');
    value(await groups().add(by(member, id), [guest]));
    const fresh = { conversationId: id, inviteId: await inviteOf(city, id, guest) };
    expect(fresh.inviteId).not.toBe(inviteId);
    value(await groups().remove(by(owner, id), member));
    expect(await wordOf(groups().invites.accept(guest, fresh))).toBe('invite_unknown');
  });

  test('nothing reaches who blocked the inviter', async () => {
    const { id, member, guest } = await openLarge();
    city.rule(member, guest, 'blocked');
    value(await groups().add(by(member, id), [guest]));
    await city.outbox.settle();
    expect(await cards(member, guest)).toEqual([]);
    await expect(inviteOf(city, id, guest)).rejects.toThrow();
  });

  test('where approval is on, who accepts waits', async () => {
    const { id, owner, member, guest, other } = await openLarge();
    value(await groups().set(by(owner, id), { joinApproval: true }));
    value(await groups().add(by(member, id), [guest]));
    const accept = async (personId: PersonId, inviteId: InviteId) =>
      value(await groups().invites.accept(personId, { conversationId: id, inviteId })).state;
    const inviteId = await inviteOf(city, id, guest);
    expect(await accept(guest, inviteId)).toBe('waiting');
    expect(await accept(guest, inviteId)).toBe('waiting');
    value(await groups().decide(by(owner, id), { personId: guest, accepted: true }));
    expect(await entryTypes(guest, id)).toEqual(['membersAdded invite']);
    value(await groups().add(by(owner, id), [other]));
    expect(await accept(other, await inviteOf(city, id, other))).toBe('joined');
  });

  test('who was never asked is asked when the group grew while they waited', async () => {
    const { id, owner, member, guest, other } = await openLarge(39);
    value(await groups().set(by(owner, id), { joinApproval: true }));
    expect(value(await groups().add(by(member, id), [guest])).waiting).toEqual([guest]);
    value(await groups().add(by(owner, id), [other]));
    value(await groups().decide(by(owner, id), { personId: guest, accepted: true }));
    expect((await groups().getMembers(owner, id, [guest])).ok).toBe(true);
    expect(value(await groups().getMembers(owner, id, [guest])).members).toEqual([]);
    const inviteId = await inviteOf(city, id, guest);
    const joined = await groups().invites.accept(guest, { conversationId: id, inviteId });
    expect(value(joined).state).toBe('joined');
  });
});
