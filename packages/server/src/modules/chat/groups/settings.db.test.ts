import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCity, openGroup, value, type City } from '../testing.ts';
import { by, contradictions, friends, openCast, rolesIn, wordOf } from './testing.ts';

let city: City;
beforeAll(async () => {
  city = await createCity();
});
afterAll(async () => {
  expect(await contradictions(city)).toEqual([]);
  expect(city.problems).toEqual([]);
  await city.close();
});

const groups = () => city.chat.groups;
const announcements = () => city.chat.groups.announcements;
const headOf = async (viewer: PersonId, id: Parameters<typeof by>[1]) =>
  value(await city.chat.heads.get(viewer, id)).head;

test('an announcement is shown to all and confirmed by each', async () => {
  const { id, owner, admin, member, other } = await openCast(city);
  const read = (viewer: PersonId, seq: number) => wordOf(announcements().read(by(viewer, id), seq));
  expect(await read(member, 3)).toBe('announcement_unknown');
  expect(await wordOf(announcements().listReads(by(owner, id), undefined))).toBe(
    'announcement_unknown',
  );
  value(await announcements().announce(by(admin, id), '  At eight\nin the hall '));
  const { conversation } = await headOf(member, id);
  const seq = conversation.announcement?.seq ?? 0;
  expect(conversation.announcement).toMatchObject({ byId: admin, text: 'At eight\nin the hall' });
  expect(seq).toBe(conversation.lastSeq);
  expect((await headOf(member, id)).inbox.announcementReadSeq).toBe(0);
  expect([await read(member, seq), await read(member, seq), await read(other, seq)]).toEqual([
    ...['ok', 'ok', 'ok'],
  ]);
  expect((await headOf(member, id)).inbox.announcementReadSeq).toBe(seq);
  const page = value(await announcements().listReads(by(admin, id), undefined));
  expect(page).toMatchObject({ readCount: 2, next: null });
  expect(page.reads.map(({ person }) => person.personId)).toEqual([member, other]);
  expect(await wordOf(announcements().listReads(by(member, id), undefined))).toBe('forbidden');
  expect(await wordOf(announcements().listReads(by(owner, id), 'x'))).toBe('invalid');
  // Another one is to be confirmed anew; an empty one takes it down.
  value(await announcements().announce(by(owner, id), 'At nine'));
  const next = (await headOf(member, id)).conversation.announcement?.seq ?? 0;
  expect(await read(member, seq)).toBe('announcement_unknown');
  expect(value(await announcements().listReads(by(owner, id), undefined)).readCount).toBe(0);
  expect(await read(member, next)).toBe('ok');
  value(await groups().leave(by(member, id)));
  expect(value(await announcements().listReads(by(owner, id), undefined)).readCount).toBe(0);
  value(await announcements().announce(by(owner, id), '   '));
  expect((await headOf(other, id)).conversation.announcement).toBeNull();
  const { lastSeq } = (await headOf(other, id)).conversation;
  value(await announcements().announce(by(owner, id), ''));
  expect((await headOf(other, id)).conversation.lastSeq).toBe(lastSeq);
});

test('confirmations are listed 100 a page, each once', async () => {
  const people = friends(city, 40) as PersonId[];
  const [owner] = people as [PersonId];
  const id = await openGroup(city, people);
  const { token } = value(await groups().makeLink(by(owner, id)));
  for (let n = 0; n < 110; n += 1) {
    const guest = city.person();
    value(await groups().joinByLink(guest, { token, reason: '' }));
    people.push(guest);
  }
  value(await announcements().announce(by(owner, id), 'Read this'));
  const seq = (await headOf(owner, id)).conversation.announcement?.seq ?? 0;
  await Promise.all(people.map((viewer) => announcements().read(by(viewer, id), seq)));
  const first = value(await announcements().listReads(by(owner, id), undefined));
  const second = value(await announcements().listReads(by(owner, id), first.next ?? undefined));
  expect([first.readCount, first.reads.length, second.reads.length]).toEqual([150, 100, 50]);
  const listed = [...first.reads, ...second.reads].map(({ person }) => person.personId);
  expect(new Set(listed)).toEqual(new Set(people));
  expect(second.next).toBeNull();
});

test('nicknames are lines that can be seen, and end with the membership', async () => {
  const { id, owner, member } = await openCast(city);
  value(await groups().setNickname(by(member, id), ' The \n tall\u202E one '));
  const named = async () =>
    value(await groups().getMembers(owner, id, [member])).members.map(({ nickname }) => nickname);
  expect(await named()).toEqual(['The tall one']);
  value(await groups().setNickname(by(member, id), '\u200B'));
  expect(await named()).toEqual(['']);
  value(await groups().setNickname(by(member, id), 'Nick'));
  value(await groups().leave(by(member, id)));
  value(await groups().add(by(owner, id), [member]));
  expect(await named()).toEqual(['']);
});

test('what is set to what it is leaves no entry', async () => {
  const { id, owner, admin, member } = await openCast(city);
  value(await groups().set(by(owner, id), { muteAll: true, joinApproval: true }));
  const { lastSeq, muteAll, joinApproval } = (await headOf(member, id)).conversation;
  expect([muteAll, joinApproval]).toEqual([true, true]);
  value(await groups().set(by(owner, id), { muteAll: true, joinApproval: true }));
  value(await groups().setAdmins(by(owner, id), [admin]));
  value(await groups().setNickname(by(member, id), ''));
  value(await groups().set(by(owner, id), {}));
  expect((await headOf(member, id)).conversation.lastSeq).toBe(lastSeq);
});

test('admins are members, at most three, and not the owner', async () => {
  const people = friends(city, 6) as PersonId[];
  const [owner, a, b, c, d, e] = people as [
    ...[PersonId, PersonId, PersonId, PersonId, PersonId, PersonId],
  ];
  const id = await openGroup(city, people.slice(0, 5));
  const set = (...adminIds: PersonId[]) => wordOf(groups().setAdmins(by(owner, id), adminIds));
  expect(await set(a, owner)).toBe('self_action');
  expect(await set(a, e)).toBe('person_not_found');
  expect(await set(a, b, c)).toBe('ok');
  expect(await set(b, c, d)).toBe('ok');
  const { adminIds } = (await headOf(owner, id)).conversation;
  expect(adminIds).toEqual([b, c, d].toSorted());
  value(await groups().transfer(by(owner, id), c));
  const now = (await headOf(owner, id)).conversation;
  expect([now.ownerId, now.adminIds]).toEqual([c, [b, d].toSorted()]);
  expect((await rolesIn(city, a, id)).get(owner)).toBe('member');
  // The database itself takes no fourth admin, and no second owner.
  const fourth = city.db.query(
    `update chat_member set role = 'admin', admin_place = 4
     where conversation_id = $1 and person_id = $2`,
    [id, a],
  );
  await expect(fourth).rejects.toThrow('chat_member_admin_place');
  const second = city.db.query(
    `update chat_member set role = 'owner' where conversation_id = $1 and person_id = $2`,
    [id, a],
  );
  await expect(second).rejects.toThrow('chat_member_one_owner');
});

test('the city ends a group that was reported, once', async () => {
  const { id, owner, member } = await openCast(city);
  expect(await wordOf(city.chat.moderate.dissolve(id))).toBe('ok');
  const told = (await headOf(member, id)).conversation.lastSeq;
  expect(await wordOf(city.chat.moderate.dissolve(id))).toBe('ok');
  const { conversation } = await headOf(member, id);
  expect(conversation).toMatchObject({ dissolved: true, ownerId: owner });
  expect(conversation.lastSeq).toBe(told);
  // Who decided so is nobody's business: it stands in the name of whose group it was.
  expect(conversation.lastEntry).toMatchObject({
    senderId: owner,
    body: { type: 'dissolved', byCity: true },
  });
});

test('the city ends a group that everybody has left without a word', async () => {
  const { id, owner, ...others } = await openCast(city);
  const { groups: all } = city.chat;
  const insiders = [others.admin, others.member, others.other, owner];
  for (const person of insiders) await wordOf(all.leave(by(person, id)));
  expect(await wordOf(city.chat.moderate.dissolve(id))).toBe('ok');
});

test('who is erased leaves no name, no words, and no way in', async () => {
  const { id, owner, admin, member, outsider } = await openCast(city);
  value(await groups().setNickname(by(admin, id), 'Nick'));
  value(await announcements().announce(by(admin, id), 'My secret words'));
  value(await groups().set(by(owner, id), { joinApproval: true }));
  value(await groups().add(by(member, id), [outsider]));
  const { token } = value(await groups().makeLink(by(admin, id)));
  const seq = (await headOf(member, id)).conversation.announcement?.seq ?? 0;
  value(await announcements().read(by(admin, id), seq));
  const files: string[] = [];
  for await (const file of city.chat.holding.export(admin)) files.push(JSON.stringify(file));
  expect(files.find((file) => file.includes('chat/groups.json'))).toContain('Nick');
  await city.db.tx((tx) => city.chat.holding.erase(tx, admin));
  await city.outbox.settle();
  expect((await headOf(member, id)).conversation).toMatchObject({
    ...{ announcement: null, adminIds: [], memberCount: 3 },
  });
  const { rows } = await city.db.query(
    `select body::text from chat_entry where conversation_id = $1
     union all select m::text from chat_member m where conversation_id = $1
     union all select c::text from chat_conversation c where conversation_id = $1`,
    [id],
  );
  expect(JSON.stringify(rows)).not.toMatch(/Nick|My secret words/);
  expect(await wordOf(groups().lookAtLink(city.person(), token))).toBe('link_unknown');
  // Who waits and is erased waits no more, and the leaders hear it.
  await city.db.tx((tx) => city.chat.holding.erase(tx, outsider));
  await city.outbox.settle();
  const told = city.told(owner).filter(({ name }) => name === 'chat.joinRequested');
  expect(told.at(-1)?.payload).toEqual({ conversationId: id, waiting: 0 });
});
