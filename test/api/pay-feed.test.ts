import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import {
  accept,
  becomes,
  cardsOf,
  currency,
  giveBack,
  moneyOf,
  openWallets,
  pay,
  paymentTo,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { createGroup, eventually, newClientId, openDirect, say, textsOf } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

async function headOf(person: TestPerson, conversationId: ConversationId) {
  return (await person.must('chat.getHead', { conversationId })).head;
}

/** Waits until the conversation has so many cards, and gives them. */
async function cardsComeTo(person: TestPerson, conversationId: ConversationId, count: number) {
  return eventually(async () => {
    const cards = await cardsOf(person, conversationId);
    return cards.length >= count ? cards : null;
  });
}

describe('a transfer in the conversation', () => {
  it('is a card of the payer, and a line of whoever settled it', async () => {
    const { payer, payee } = await openWallets(city);
    const socket = await payee.socket();
    const { transferId, conversationId, money } = await pay(payer, payee, 150, 'Tea');
    const card = { type: 'transfer', transferId, payeeId: payee.me.personId, money, note: 'Tea' };
    const { entry } = await socket.event(
      'chat.entryAppended',
      (told) => told.entry.body.type === 'message' && told.entry.body.message.type === 'transfer',
    );
    expect(entry).toMatchObject({
      ...{ senderId: payer.me.personId, clientId: transferId, body: { message: card } },
    });
    await accept(payee, { transferId } as never);
    const settled = { type: 'transferSettled', transferId, outcome: 'accepted', money };
    const line = await socket.event(
      'chat.entryAppended',
      (told) =>
        told.entry.body.type === 'message' && told.entry.body.message.type === 'transferSettled',
    );
    expect(line.entry).toMatchObject({ senderId: payee.me.personId, body: { message: settled } });
    await city.settle();
    for (const person of [payer, payee]) {
      const cards = await cardsOf(person, conversationId);
      expect(cards.map(({ type, outcome }) => [type, outcome])).toEqual([
        ['transfer', null],
        ['transferSettled', 'accepted'],
      ]);
      const { conversation } = await headOf(person, conversationId);
      expect(conversation.lastEntry).toEqual(line.entry);
    }
    socket.close();
  });

  it('opens the conversation of two who have not talked yet', async () => {
    const { payer, payee } = await openWallets(city);
    const { heads } = await payee.must('chat.listHeads', {});
    expect(heads).toEqual([]);
    const { conversationId } = await pay(payer, payee, 150);
    await cardsComeTo(payee, conversationId, 1);
    expect(await openDirect(payee, payer)).toBe(conversationId);
    const listed = await payee.must('chat.listHeads', {});
    expect(listed.heads.map(({ conversation }) => conversation.conversationId)).toEqual([
      conversationId,
    ]);
  });

  it('counts as unread for the other until it is read', async () => {
    const { payer, payee } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    const transfer = await pay(payer, payee, 150);
    const [card] = await cardsComeTo(payee, conversationId, 1);
    expect((await headOf(payee, conversationId)).inbox.unread).toBe(1);
    expect((await headOf(payer, conversationId)).inbox.unread).toBe(0);
    const seq = card?.entry.seq ?? 0;
    await payee.must('chat.markRead', { conversationId, seq });
    await giveBack(payee, transfer);
    await cardsComeTo(payer, conversationId, 2);
    expect((await headOf(payee, conversationId)).inbox.unread).toBe(0);
    expect((await headOf(payer, conversationId)).inbox.unread).toBe(1);
  });

  it('stands between the words where it was sent', async () => {
    const { payer, payee } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    const before = await say(payer, conversationId, 'Here it comes');
    await pay(payer, payee, 150);
    const [card] = await cardsComeTo(payee, conversationId, 1);
    const after = await say(payee, conversationId, 'Thanks');
    expect([before, card?.entry.seq, after]).toEqual([1, 2, 3]);
    expect(await textsOf(payee, conversationId)).toEqual(['Here it comes', 'Thanks']);
  });

  it('is told when it lapsed', async () => {
    const { payer, payee } = await openWallets(city);
    const transfer = await pay(payer, payee, 150);
    city.clock.travel(dayMs + 1_000);
    await becomes(payee, transfer, 'expired');
    const cards = await cardsComeTo(payee, transfer.conversationId, 2);
    expect(cards[1]).toMatchObject({ type: 'transferSettled', outcome: 'expired' });
    expect(cards[1]?.entry.senderId).toBe(payer.me.personId);
  });

  it('is not there when nothing was charged', async () => {
    const { payer, payee } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    await payer.refused('pay.sendTransfer', paymentTo(payee, 10_001));
    await pay(payer, payee, 1);
    await cardsComeTo(payee, conversationId, 1);
    await city.settle();
    expect(await cardsOf(payee, conversationId)).toHaveLength(1);
  });

  it('comes once for each of many, in the order of sending', async () => {
    const { payer, payee } = await openWallets(city);
    const sent = [];
    for (let i = 1; i <= 12; i += 1) sent.push((await pay(payer, payee, i)).transferId);
    const conversationId = await openDirect(payer, payee);
    const cards = await cardsComeTo(payee, conversationId, 12);
    await city.settle();
    expect(cards.map(({ transferId }) => transferId)).toEqual(sent);
    expect(await cardsOf(payee, conversationId)).toHaveLength(12);
  });
});

describe('a block', () => {
  it('does not hide money that is on its way', async () => {
    const { payer, payee } = await openWallets(city);
    const conversationId = await openDirect(payer, payee);
    const rowOf = 'select from chat_conversation where conversation_id = $1 for update';
    // The ledger has the money before the conversation has its card.
    const transfer = await city.db.tx(async (tx) => {
      await tx.query(rowOf, [conversationId]);
      const sent = await pay(payer, payee, 150);
      expect(await cardsOf(payee, conversationId)).toEqual([]);
      await payee.must('contacts.block', { personId: payer.me.personId });
      return sent;
    });
    await city.settle();
    expect(await payer.refused('pay.sendTransfer', paymentTo(payee, 1))).toBe('blocked');
    await cardsComeTo(payee, conversationId, 1);
    await giveBack(payee, transfer);
    const cards = await cardsComeTo(payer, conversationId, 2);
    expect(cards.map(({ type, outcome }) => [type, outcome])).toEqual([
      ['transfer', null],
      ['transferSettled', 'returned'],
    ]);
    expect(await moneyOf(payer)).toEqual([10_000, 0]);
  });
});

describe('a card', () => {
  it('is nothing that a person can write', async () => {
    const { payer, payee } = await openWallets(city);
    const { transferId, conversationId, money } = await pay(payer, payee, 150);
    const groupId = await createGroup(payer, [payee]);
    const { personId: payeeId } = payee.me;
    for (const message of [
      { type: 'transfer', transferId, payeeId, money, note: '' },
      { type: 'transfer', transferId, payeeId, money: { ...money, currency }, note: 'More' },
      { type: 'transferSettled', transferId, outcome: 'accepted', money },
    ]) {
      for (const id of [conversationId, groupId]) {
        const asked = { conversationId: id, clientId: newClientId(), message };
        expect(await payer.refused('chat.sendMessage', asked as never)).toBe('invalid');
      }
    }
    await city.settle();
    expect(await cardsOf(payee, conversationId)).toHaveLength(1);
  });
});
