import { pick, type ConversationId, type PersonId, type Random } from '@plaza/base';
import { threadOf, type InboxWish, type LeadingClient } from '@plaza/client';
import type { Record, SimDevice } from './device.ts';

export type Walk = {
  devices: readonly SimDevice[];
  contactsOf: ReadonlyMap<PersonId, readonly PersonId[]>;
  record: Record;
  random: Random;
};

type Standing = Walk & { device: SimDevice; id: ConversationId };

const words = ['tram', 'rain', 'market', '你好', 'gracias', 'bike', '晚上见', 'mañana', '🙂'];

/** A call that the network lost, or that the server refused, is part of the walk. */
const tolerate = (call: Promise<unknown>): void => void call.catch(() => undefined);

async function say({ device, id, record, random }: Standing, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const text = `${pick(random, words)} ${random.int(10_000)}`;
    const clientId = device.client.newId<never>();
    record.submitted.set(clientId, { personId: device.personId, conversationId: id });
    await device.client.commands.send(id, text, clientId);
  }
}

function someContacts({ device, contactsOf, random }: Standing, most: number): PersonId[] {
  const all = contactsOf.get(device.personId) ?? [];
  const chosen = all.filter(() => random.float() < 0.6).slice(0, most);
  return chosen.length > 0 ? chosen : all.slice(0, 1);
}

function someMember({ device, id, random }: Standing): PersonId {
  const faces = device.client.getState().conversations.get(id)?.conversation.faces ?? [];
  return faces.length === 0 ? device.personId : pick(random, faces).personId;
}

/** One of the newest messages on the device's screen, or 0; of others too. */
function someMessage({ device, id, random }: Standing): number {
  const { entries } = threadOf(device.client.getState(), id);
  const messages = entries.filter(({ body }) => body.type === 'message').slice(-12);
  return messages.length === 0 ? 0 : pick(random, messages).seq;
}

type Change = (
  commands: LeadingClient['commands'],
  here: Standing,
  seq: number,
) => Promise<unknown>;

/** Changes a message; that of somebody else, or one that is too old, is refused. */
const change = (run: Change) => (here: Standing) => {
  const seq = someMessage(here);
  if (seq > 0) tolerate(run(here.device.client.commands, here, seq));
};

function lastSeq({ device, id }: Standing): number {
  return device.client.getState().conversations.get(id)?.conversation.lastSeq ?? 0;
}

function wish(random: Random): InboxWish {
  const on = random.int(2) === 0;
  return pick(random, [{ pinned: on }, { muted: on }, { markedUnread: on }, { hidden: on }]);
}

type Act = { weight: number; run: (here: Standing) => unknown };

/** What people do, and how often. */
const acts: readonly Act[] = [
  { weight: 60, run: (here) => say(here, 1) },
  { weight: 10, run: (here) => say(here, 2 + here.random.int(6)) },
  { weight: 18, run: (here) => here.device.client.commands.markRead(here.id, lastSeq(here)) },
  { weight: 6, run: (here) => here.device.client.commands.setInbox(here.id, wish(here.random)) },
  {
    weight: 8,
    run: ({ device, id, random }) =>
      device.client.commands.saveDraft(id, random.int(3) === 0 ? '' : `draft ${random.int(999)}`),
  },
  { weight: 1, run: ({ device, id }) => device.client.commands.clearHistory(id) },
  { weight: 4, run: ({ device, id }) => tolerate(device.client.commands.open(id)) },
  { weight: 2, run: ({ device, id }) => device.client.commands.close(id) },
  { weight: 2, run: ({ device, id }) => tolerate(device.client.commands.loadBefore(id)) },
  { weight: 3, run: ({ device, id }) => device.client.commands.typing(id) },
  { weight: 3, run: openDirect },
  { weight: 2, run: createGroup },
  {
    weight: 1,
    run: (here) => tolerate(here.device.client.commands.addMembers(here.id, someContacts(here, 3))),
  },
  {
    weight: 0.5,
    run: (here) => tolerate(here.device.client.commands.removeMember(here.id, someMember(here))),
  },
  { weight: 0.6, run: ({ device, id }) => tolerate(device.client.commands.leaveGroup(id)) },
  {
    weight: 0.5,
    run: ({ device, id, random }) =>
      tolerate(device.client.commands.renameGroup(id, `Group ${random.int(1000)}`)),
  },
  { weight: 0.6, run: blockOrNot },
  { weight: 3, run: change((chat, { id }, seq) => chat.recall(id, seq)) },
  {
    weight: 3,
    run: change((chat, { id, random }, seq) => chat.edit(id, seq, `edited ${random.int(999)}`)),
  },
  {
    weight: 5,
    run: change((chat, { id, random }, seq) =>
      chat.react(id, seq, pick(random, ['👍', '❤️', null])),
    ),
  },
  { weight: 1, run: change((chat, { id }, seq) => chat.hide(id, [seq])) },
  {
    weight: 3,
    run: change(async (chat, { device, id, record, random }, replyTo) => {
      const clientId = device.client.newId<never>();
      record.submitted.set(clientId, { personId: device.personId, conversationId: id });
      const text = `answer ${random.int(999)}`;
      return chat.send(id, { type: 'text', text, replyTo }, clientId);
    }),
  },
  { weight: 2, run: ({ device }) => device.cut() },
  { weight: 0.5, run: ({ device, random }) => device.stall(1_000 + random.int(6_000)) },
  { weight: 1, run: ({ device }) => device.reload() },
];

function openDirect(here: Standing): void {
  const [contact] = someContacts(here, 1);
  if (contact !== undefined) tolerate(here.device.client.commands.openDirect(contact));
}

function createGroup(here: Standing): void {
  const name = here.random.int(2) === 0 ? null : `Group ${here.random.int(1000)}`;
  const memberIds = someContacts(here, 12);
  tolerate(here.device.client.commands.createGroup({ name, memberIds }));
}

/** Somebody blocks a contact for a while, and every message meanwhile must be refused. */
function blockOrNot({ device, contactsOf, random }: Standing): void {
  const [contact] = contactsOf.get(device.personId) ?? [];
  if (contact === undefined) return;
  const { block, unblock } = device.client.api.contacts;
  const personId = contact;
  tolerate(random.int(2) === 0 ? block({ personId }) : unblock({ personId }));
}

const total = acts.reduce((sum, { weight }) => sum + weight, 0);

function chooseAct(random: Random): Act {
  let at = random.float() * total;
  for (const act of acts) {
    at -= act.weight;
    if (at < 0) return act;
  }
  return acts[0] as Act;
}

/** One person does one thing. */
export async function step(walk: Walk): Promise<void> {
  const device = pick(walk.random, walk.devices);
  const ids = [...device.client.getState().conversations.keys()];
  const act = chooseAct(walk.random);
  if (ids.length === 0) {
    openDirect({ ...walk, device, id: '' as ConversationId });
    return;
  }
  await act.run({ ...walk, device, id: pick(walk.random, ids) });
}
