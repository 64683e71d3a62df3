import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { throughGate, type Gate } from './support/gate.ts';
import type { TestPerson } from './support/person.ts';
import {
  createGroup,
  entryOf,
  newClientId,
  openDirect,
  say,
  text,
  textsOf,
} from './support/talk.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  await befriend(ana, eve, city.settle);
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Ended = { ok: true } | { ok: false; error: string };
type Run = () => Promise<Ended>;

async function race(gate: Gate, first: Run, second: Run): Promise<string[]> {
  const told = (run: Run) => async () => {
    const result = await run();
    return result.ok ? 'done' : result.error;
  };
  const results = await throughGate<[string, string]>(city.db, gate, [told(first), told(second)]);
  await city.settle();
  return results;
}

const rowOf = (conversationId: ConversationId): Gate => ({
  text: 'select from chat_conversation where conversation_id = $1 for update',
  values: [conversationId],
});
const everyConversation = { text: 'lock table chat_conversation in share row exclusive mode' };

/** The log as the person sees it; without a gap, whatever met whatever. */
async function logOf(person: TestPerson, conversationId: ConversationId): Promise<string[]> {
  const { entries } = await person.must('chat.listEntries', { conversationId, limit: 100 });
  const [first] = entries;
  entries.forEach(({ seq }, index) => expect(seq).toBe((first?.seq ?? 0) + index));
  return entries.map(({ body }) => body.type);
}

describe('in a group', () => {
  it('nobody writes after having left', async () => {
    for (const sendFirst of [true, false]) {
      const conversationId = await createGroup(ana, [wei, eve]);
      const message = { conversationId, clientId: newClientId(), message: text('Bye') };
      const send = () => wei.call('chat.sendMessage', message);
      const leave = () => wei.call('chat.leaveGroup', { conversationId });
      const order: [Run, Run] = sendFirst ? [send, leave] : [leave, send];
      const results = await race(rowOf(conversationId), ...order);
      expect(results).toEqual(sendFirst ? ['done', 'done'] : ['done', 'not_member']);
      const end = sendFirst ? ['message', 'memberLeft'] : ['memberLeft'];
      expect(await logOf(ana, conversationId)).toEqual(['created', 'membersAdded', ...end]);
      expect(await textsOf(wei, conversationId)).toEqual(sendFirst ? ['Bye'] : []);
    }
  });

  it('nobody writes after having been removed', async () => {
    for (const sendFirst of [true, false]) {
      const conversationId = await createGroup(ana, [wei, eve]);
      const message = { conversationId, clientId: newClientId(), message: text('Wait') };
      const send = () => wei.call('chat.sendMessage', message);
      const memberId = wei.me.personId;
      const remove = () => ana.call('chat.removeMember', { conversationId, memberId });
      const order: [Run, Run] = sendFirst ? [send, remove] : [remove, send];
      const results = await race(rowOf(conversationId), ...order);
      expect(results).toEqual(sendFirst ? ['done', 'done'] : ['done', 'not_member']);
      await logOf(eve, conversationId);
    }
  });

  it('adding and removing one person takes effect in turn', async () => {
    for (const addFirst of [true, false]) {
      const conversationId = await createGroup(ana, [wei, eve]);
      const phone = await city.signIn(ana);
      const memberId = eve.me.personId;
      const add = () => ana.call('chat.addMembers', { conversationId, memberIds: [memberId] });
      const remove = () => phone.call('chat.removeMember', { conversationId, memberId });
      const order: [Run, Run] = addFirst ? [add, remove] : [remove, add];
      expect(await race(rowOf(conversationId), ...order)).toEqual(['done', 'done']);
      const { members } = await ana.must('chat.listMembers', { conversationId });
      const isIn = members.some(({ person }) => person.personId === memberId);
      expect(isIn).toBe(!addFirst);
      const { head } = await eve.must('chat.getHead', { conversationId });
      expect(head.inbox.leftSeq === null).toBe(isIn);
      const { head: owners } = await ana.must('chat.getHead', { conversationId });
      expect(owners.conversation.memberCount).toBe(isIn ? 3 : 2);
      await logOf(ana, conversationId);
    }
  });

  it('there is always one owner, when the owner and the next one leave together', async () => {
    for (const [first, second] of [
      [ana, wei],
      [wei, ana],
    ] as const) {
      const conversationId = await createGroup(ana, [wei, eve]);
      const leave = (person: TestPerson) => () =>
        person.call('chat.leaveGroup', { conversationId });
      const results = await race(rowOf(conversationId), leave(first), leave(second));
      expect(results).toEqual(['done', 'done']);
      const { members } = await eve.must('chat.listMembers', { conversationId });
      expect(members).toMatchObject([{ role: 'owner', person: { personId: eve.me.personId } }]);
    }
  });
});

describe('a recall', () => {
  /** What the other of two does to the message that is about to go, or not. */
  const others = [
    ['a reaction', 'chat.setReaction', { emoji: '👍' }],
    ['an edit of the same person', 'chat.editMessage', { text: 'Kept?', clientId: newClientId() }],
  ] as const;
  it.each(others)(
    'and %s take effect in turn, and nothing is left',
    async (_name, method, input) => {
      for (const recallFirst of [true, false]) {
        const conversationId = await openDirect(ana, wei);
        const seq = await say(ana, conversationId, 'Gone soon');
        const phone = await city.signIn(method === 'chat.editMessage' ? ana : wei);
        const change = () => phone.call(method, { conversationId, seq, ...input } as never);
        const recall = () => ana.call('chat.recallMessage', { conversationId, seq });
        const order: [Run, Run] = recallFirst ? [recall, change] : [change, recall];
        const results = await race(rowOf(conversationId), ...order);
        expect(results).toEqual(recallFirst ? ['done', 'message_unknown'] : ['done', 'done']);
        for (const person of [ana, wei]) {
          const entry = await entryOf(person, conversationId, seq);
          expect(entry.body).toEqual({ type: 'recalled', byId: ana.me.personId });
          expect([entry.reactions, entry.editedAt]).toEqual([undefined, undefined]);
        }
        for (const table of ['chat_reaction', 'chat_edit']) {
          const of = `select from ${table} where conversation_id = $1 and seq = $2`;
          expect((await city.sql(of, [conversationId, seq])).rowCount).toBe(0);
        }
      }
    },
  );

  it('by the sender and by a leader at once is one recall', async () => {
    for (const senderFirst of [true, false]) {
      const conversationId = await createGroup(ana, [wei, eve]);
      const seq = await say(wei, conversationId, 'Whose?');
      const recall = (person: TestPerson) => () =>
        person.call('chat.recallMessage', { conversationId, seq });
      const order = senderFirst ? ([wei, ana] as const) : ([ana, wei] as const);
      const results = await race(rowOf(conversationId), recall(order[0]), recall(order[1]));
      expect(results).toEqual(['done', 'done']);
      const { body } = await entryOf(eve, conversationId, seq);
      expect(body).toEqual({ type: 'recalled', byId: order[0].me.personId });
      const log = await logOf(eve, conversationId);
      expect(log.filter((type) => type === 'changed')).toHaveLength(1);
    }
  });

  it('is judged by the role that one has when it comes to that', async () => {
    for (const recallFirst of [true, false]) {
      const conversationId = await createGroup(ana, [wei, eve]);
      await ana.must('chat.setAdmins', { conversationId, adminIds: [wei.me.personId] });
      const seq = await say(eve, conversationId, 'Mine');
      const recall = () => wei.call('chat.recallMessage', { conversationId, seq });
      const demote = () => ana.call('chat.setAdmins', { conversationId, adminIds: [] });
      const order: [Run, Run] = recallFirst ? [recall, demote] : [demote, recall];
      const results = await race(rowOf(conversationId), ...order);
      expect(results).toEqual(recallFirst ? ['done', 'done'] : ['done', 'forbidden']);
    }
  });
});

describe('one thing done twice at once', () => {
  it('makes one direct conversation, from both sides', async () => {
    const [one, other] = await city.contacts('One', 'Other');
    const open = (from: TestPerson, to: TestPerson) => () =>
      from.call('chat.openDirect', { personId: to.me.personId });
    const results = await race(everyConversation, open(one, other), open(other, one));
    expect(results).toEqual(['done', 'done']);
    expect(await openDirect(one, other)).toBe(await openDirect(other, one));
  });

  it('makes one group of one client id', async () => {
    const asked = { clientId: newClientId(), name: 'Once', memberIds: [wei.me.personId] };
    const make = () => ana.call('chat.createGroup', asked);
    expect(await race(everyConversation, make, make)).toEqual(['done', 'done']);
    const { head } = await ana.must('chat.createGroup', asked);
    const { conversationId } = head.conversation;
    expect(await logOf(wei, conversationId)).toEqual(['created', 'membersAdded']);
  });

  it('sends one message of one client id', async () => {
    const conversationId = await openDirect(ana, wei);
    const asked = { conversationId, clientId: newClientId(), message: text('Once only') };
    const phone = await city.signIn(ana);
    const send = (device: TestPerson) => () => device.call('chat.sendMessage', asked);
    // All of one conversation leave in one batch, behind the one that waits already.
    const sends = () => Promise.all([ana, phone, ana, phone].map((each) => send(each)()));
    const [results] = await throughGate(city.db, rowOf(conversationId), [sends]);
    expect(new Set(results.map((result) => (result.ok ? result.output.seq : 0))).size).toBe(1);
    expect(results.every(({ ok }) => ok)).toBe(true);
    const texts = await textsOf(wei, conversationId);
    expect(texts.filter((words) => words === 'Once only')).toHaveLength(1);
  });

  it('reads as far as the device that read furthest', async () => {
    const conversationId = await openDirect(ana, wei);
    let last = 0;
    for (let i = 0; i < 5; i += 1) last = await say(wei, conversationId, `${i}`);
    const phone = await city.signIn(ana);
    const gate = {
      text: 'select from chat_inbox where person_id = $1 and conversation_id = $2 for update',
      values: [ana.me.personId, conversationId],
    };
    for (const seqs of [
      [last - 3, last - 2],
      [last, last - 1],
    ] as const) {
      const read = (device: TestPerson, seq: number) => () =>
        device.call('chat.markRead', { conversationId, seq });
      await race(gate, read(ana, seqs[0]), read(phone, seqs[1]));
      const { head } = await ana.must('chat.getHead', { conversationId });
      expect(head.inbox.readSeq).toBe(Math.max(...seqs));
      expect(head.inbox.unread).toBe(last - Math.max(...seqs));
    }
  });
});

describe('a message beside the erasure of its sender', () => {
  it('does not outlive it', async () => {
    const [sol, kim] = await city.contacts('Sol', 'Kim');
    const conversationId = await openDirect(sol, kim);
    await say(sol, conversationId, 'Soon gone');
    await sol.must('rights.requestDeletion', { currentPassword: sol.password });
    city.clock.travel(31 * 24 * 3_600_000);
    const message = { conversationId, clientId: newClientId(), message: text('Last words') };
    const send = () => sol.call('chat.sendMessage', message);
    const erase = async () => {
      await city.composed.modules.rights.eraseDue();
      return { ok: true } as const;
    };
    await race(rowOf(conversationId), send, erase);
    expect(await textsOf(kim, conversationId)).toEqual([]);
    expect(await sol.refused('chat.sendMessage', message)).toBe('unauthenticated');
    const { rows } = await city.sql('select from chat_entry where body::text like $1', [
      '%Last words%',
    ]);
    expect(rows).toEqual([]);
  });
});
