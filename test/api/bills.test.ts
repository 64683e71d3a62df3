import type { ConversationId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billAt, billOf, partOf, shareBill } from './support/bills.ts';
import { befriend, startCity, type TestCity } from './support/city.ts';
import {
  addPasskey,
  byPin,
  createPin,
  currency,
  expectSound,
  freeze,
  moneyOf,
  statementOf,
  topUp,
} from './support/pay.ts';
import { createGroup, noId, openDirect } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

/** A group of three; Wei has 100.00, and both who are asked have a PIN. */
async function openGroup(of: TestCity = city) {
  const operator = await of.operator();
  const [ana, wei] = await of.contacts('Ana', 'Wei');
  const kim = await of.signUp('Kim');
  await befriend(ana, kim, of.settle);
  await Promise.all([createPin(wei), createPin(kim)]);
  await topUp(operator, wei, 10_000);
  const conversationId = await createGroup(ana, [wei, kim], 'Us');
  return { operator, ana, wei, kim, people: [ana, wei, kim], conversationId };
}

describe('a bill in a group', () => {
  it('is shared, paid, and told of to everybody who is asked', async () => {
    const { ana, wei, kim, people, conversationId } = await openGroup();
    const told = await wei.socket();
    const asked = billOf(conversationId, people);
    const { bill } = await ana.must('bills.create', asked);
    expect((await ana.must('bills.create', asked)).bill).toEqual(bill);
    expect(await ana.refused('bills.create', { ...asked, title: 'Lunch' })).toBe('key_reused');
    const { billId } = bill;
    const first = await told.event('bills.changed', () => true);
    expect(first.bill.mine).toMatchObject({ state: 'open', money: { amountMinor: 333 } });
    const { entry } = await told.event(
      'chat.entryAppended',
      ({ entry: { body } }) => body.type === 'message' && body.message.type === 'bill',
    );
    const card = { type: 'bill', billId, kind: 'split', title: 'Dinner', count: 2 };
    expect(entry.body).toMatchObject({ message: { ...card, money: { amountMinor: 1_000 } } });
    expect(entry).toMatchObject({ senderId: ana.me.personId, clientId: billId });

    const waiting = (await wei.must('bills.listOpen', {})).bills;
    expect(waiting.map((one) => one.billId)).toEqual([billId]);
    const payment = partOf(billId, 333);
    const paid = await wei.must('bills.pay', payment);
    expect(paid).toMatchObject({ billId, money: { amountMinor: 333, currency } });
    expect(await wei.must('bills.pay', payment)).toEqual(paid);
    expect(await wei.refused('bills.pay', { ...payment, amountMinor: 332 })).toBe('key_reused');
    await told.event('bills.changed', (event) => event.bill.paidCount === 1);
    expect(await moneyOf(ana)).toEqual([333, 0]);
    const [line] = await statementOf(wei, 'bill_out');
    expect(line).toMatchObject({ subjectId: billId, counterparty: ana.card, note: '' });

    await ana.must('bills.remind', { billId });
    await told.event(
      'chat.entryAppended',
      ({ entry: { body } }) => body.type === 'message' && body.message.type === 'billReminder',
    );
    expect(await ana.refused('bills.remind', { billId })).toBe('reminded_lately');
    const mark = { billId, personId: kim.me.personId, mark: 'cash' } as const;
    const { bill: ended } = await ana.must('bills.markShare', mark);
    expect(ended).toMatchObject({ state: 'settled', settledCount: 2, paidCount: 1 });
    await told.event('bills.changed', (event) => event.bill.state === 'settled');
    expect((await kim.must('bills.getBills', { billIds: [billId] })).bills).toMatchObject([
      { mine: { state: 'cash' } },
    ]);
    expect(await kim.refused('bills.pay', partOf(billId, 333))).toBe('share_settled');
    expect(await ana.refused('bills.remind', { billId })).toBe('bill_closed');
    await expectSound(ana, wei);
  });

  it('is paid by who is asked, with what is asked, while it is open', async () => {
    const { operator, ana, wei, kim, people, conversationId } = await openGroup();
    const eve = await city.signUp('Eve');
    await createPin(eve);
    const { billId } = await shareBill(ana, conversationId, people);
    const pay = (amountMinor: number, change: object = {}) =>
      wei.refused('bills.pay', partOf(billId, amountMinor, change));
    expect(await eve.refused('bills.pay', partOf(billId, 333))).toBe('bill_unknown');
    expect(await eve.refused('bills.getDetail', { billId })).toBe('bill_unknown');
    expect(await ana.refused('bills.pay', partOf(billId, 334))).toBe('bill_not_yours');
    expect(await pay(334)).toBe('wrong_amount');
    expect(await pay(333, { approval: byPin('264817') })).toBe('wrong_pin');
    expect(await kim.refused('bills.pay', partOf(billId, 333))).toBe('insufficient_funds');
    const mark = { billId, personId: wei.me.personId, mark: 'letOff' } as const;
    expect(await wei.refused('bills.markShare', mark)).toBe('bill_unknown');
    const nobody = { ...mark, personId: eve.me.personId };
    expect(await ana.refused('bills.markShare', nobody)).toBe('share_unknown');

    // On its way: as if a process had died there.
    const put = (state: string, paid: number | null) =>
      city.sql(
        `update bills_share set state = '${state}', paid_minor = ${paid},
           changed_at = ${paid === null ? 'null' : 'now()'}
         where bill_id = '${billId}' and person_id = '${wei.me.personId}'`,
      );
    await put('paying', 333);
    expect(await pay(333)).toBe('share_paying');
    expect(await ana.refused('bills.markShare', mark)).toBe('share_paying');
    await put('open', null);

    await freeze(operator, ana);
    expect(await pay(333)).toBe('payee_frozen');
    expect(await ana.refused('bills.create', billOf(conversationId, people))).toBe('wallet_frozen');
    await freeze(operator, ana, 'again', 'pay.unfreezeWallet');
    await freeze(operator, wei);
    expect(await pay(333)).toBe('wallet_frozen');
    await freeze(operator, wei, 'again', 'pay.unfreezeWallet');
    await wei.must('bills.pay', partOf(billId, 333));
    expect(await ana.refused('bills.markShare', mark)).toBe('share_settled');
    await ana.must('bills.close', { billId });
    expect(await kim.refused('bills.close', { billId })).toBe('bill_unknown');
    expect(await kim.refused('bills.remind', { billId })).toBe('bill_unknown');
    expect(await kim.refused('bills.pay', partOf(billId, 333))).toBe('bill_closed');
    const ofKim = { ...mark, personId: kim.me.personId };
    expect(await ana.refused('bills.markShare', ofKim)).toBe('bill_closed');
    await expectSound(ana, wei, kim);
  });

  it('asks only who is there, and what can be', async () => {
    const { ana, wei, kim, people, conversationId } = await openGroup();
    const eve = await city.signUp('Eve');
    const refused = (change: object, who = people) =>
      ana.refused('bills.create', billOf(conversationId, who, change));
    expect(await refused({ currency: 'stones' })).toBe('wrong_currency');
    expect(await refused({ amountMinor: 2 })).toBe('amount_too_small');
    expect(await refused({ amountMinor: 900_000_000_000 })).toBe('amount_too_large');
    const own = people.map(({ me }) => ({ personId: me.personId, amountMinor: 300 }));
    expect(await refused({ parts: own })).toBe('sum_wrong');
    expect(await refused({}, [ana])).toBe('invalid');
    expect(await refused({}, [ana, eve])).toBe('taker_unknown');
    expect(await refused({ conversationId: noId<ConversationId>() })).toBe('conversation_unknown');
    await city.sql(
      `insert into bills_bill (bill_id, collector_id, conversation_id, kind, title, currency,
         digest, asked_count, open_count, created_at, closes_at)
       select gen_random_uuid(), '${ana.me.personId}', '${conversationId}', 'collect', 'x',
         'points', decode(repeat('00', 32), 'hex'), 1, 1, now(), now() + interval '30 days'
       from generate_series(1, 100);
       insert into bills_party (person_id, bill_id)
       select collector_id, bill_id from bills_bill where collector_id = '${ana.me.personId}'`,
    );
    expect(await refused({})).toBe('too_many_bills');
    await city.sql(
      `update bills_bill set state = 'closed', over_at = now()
       where collector_id = '${ana.me.personId}'`,
    );

    const free = { kind: 'collect', amountMinor: null } as const;
    const { billId } = await shareBill(ana, conversationId, [wei, kim], free);
    expect(await wei.refused('bills.pay', partOf(billId, 100_000_001))).toBe('amount_too_large');
    await ana.must('chat.setGroup', { conversationId, muteAll: true });
    expect(await wei.refused('bills.create', billOf(conversationId, people))).toBe('group_muted');
    // Where only leaders write, everybody may pay.
    await wei.must('bills.pay', partOf(billId, 25));
    await kim.must('chat.leaveGroup', { conversationId });
    expect(await kim.refused('bills.pay', partOf(billId, 5))).toBe('not_member');
    expect(await kim.refused('bills.create', billOf(conversationId, people))).toBe('not_member');
    expect((await billAt(kim, billId)).shares.map(({ state }) => state)).toEqual(['paid', 'open']);
    const second = await shareBill(ana, conversationId, [ana, wei]);
    await ana.must('chat.dissolveGroup', { conversationId });
    expect(await refused({}, [ana, wei])).toBe('read_only');
    const late = { billId: second.billId };
    expect(await wei.refused('bills.pay', partOf(second.billId, 500))).toBe('read_only');
    expect(await ana.refused('bills.remind', late)).toBe('read_only');
  });

  it('cannot be reminded of by who left, and closes after thirty days', async () => {
    const { ana, wei, people, conversationId } = await openGroup();
    const asked = { parts: [{ personId: ana.me.personId, amountMinor: null }] };
    const { bill } = await wei.must('bills.create', billOf(conversationId, people, asked));
    await wei.must('chat.leaveGroup', { conversationId });
    expect(await wei.refused('bills.remind', { billId: bill.billId })).toBe('not_member');
    const socket = await wei.socket();
    city.clock.travel(30 * dayMs + 1_000);
    await socket.event('bills.changed', (event) => event.bill.state === 'closed');
  });
});

describe('a bill between two', () => {
  it('asks who may write to whom, before and after', async () => {
    const { ana, wei } = await openGroup();
    const conversationId = await openDirect(ana, wei);
    const { billId } = await shareBill(ana, conversationId, [ana, wei]);
    const ask = () => ana.refused('bills.create', billOf(conversationId, [ana, wei]));
    await ana.must('contacts.block', { personId: wei.me.personId });
    await city.settle();
    expect(await wei.refused('bills.pay', partOf(billId, 500))).toBe('blocked');
    expect(await ask()).toBe('blocked');
    await ana.must('contacts.unblock', { personId: wei.me.personId });
    await wei.must('contacts.remove', { personId: ana.me.personId });
    await city.settle();
    expect(await wei.refused('bills.pay', partOf(billId, 500))).toBe('not_contact');
    expect(await ask()).toBe('not_contact');
  });
});

describe('an approval of a part', () => {
  it('is of exactly this bill, and this amount', async () => {
    await using named = await startCity();
    const { ana, wei, kim, conversationId } = await openGroup(named);
    const key = await addPasskey(named, wei);
    const free = { kind: 'collect', amountMinor: null } as const;
    const one = await shareBill(ana, conversationId, [wei, kim], free);
    const other = await shareBill(ana, conversationId, [wei, kim], free);
    named.clock.travel(dayMs);
    const { billId } = one;
    const begin = () =>
      wei.must('bills.beginPasskeyApproval', { billId, amountMinor: 50, currency });
    const pay = async (change: object, given: Awaited<ReturnType<typeof begin>>) => {
      const { challengeId, options } = given;
      const approval = { kind: 'passkey', challengeId, response: key.get(options) } as const;
      return wei.call('bills.pay', partOf(billId, 50, { approval, ...change }));
    };
    const rejected = { error: 'passkey_rejected' };
    expect(await pay({ amountMinor: 51 }, await begin())).toMatchObject(rejected);
    expect(await pay({ billId: other.billId }, await begin())).toMatchObject(rejected);
    const given = await begin();
    expect(await pay({}, given)).toMatchObject({ ok: true });
    expect(await pay({ billId: other.billId }, given)).toMatchObject({
      error: 'challenge_expired',
    });
    expect(named.faults).toEqual([]);
  });

  it('needs passkeys, a PIN, and one that is not locked', async () => {
    const env = { PLAZA_PUBLIC_URL: 'http://127.0.0.1:9', PLAZA_HOST: '127.0.0.1' };
    await using bare = await startCity({ env });
    const { ana, wei, people, conversationId } = await openGroup(bare);
    const { billId } = await shareBill(ana, conversationId, people);
    const payment = { billId, amountMinor: 333, currency };
    expect(await wei.refused('bills.beginPasskeyApproval', payment)).toBe('passkeys_unavailable');
    const guess = () =>
      wei.refused('bills.pay', partOf(billId, 333, { approval: byPin('264817') }));
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push(await guess());
    expect(answers.at(-1)).toBe('pin_locked');
    const turned = { kind: 'collect', amountMinor: 5 } as const;
    const back = await shareBill(wei, conversationId, [ana], turned);
    expect(await ana.refused('bills.pay', partOf(back.billId, 5))).toBe('pin_unset');
  });
});

describe('what a person has of bills', () => {
  it('is in their export, and leaves with them', async () => {
    const { ana, wei, kim, people, conversationId } = await openGroup();
    const { billId } = await shareBill(ana, conversationId, people, { title: 'My own words' });
    const asked = await shareBill(wei, conversationId, [kim, ana, wei]);
    await wei.must('bills.pay', partOf(billId, 333));
    const { bills, pay } = city.composed.modules;
    const files: unknown[] = [];
    for await (const file of bills.holding.export(ana.me.personId)) {
      if ('content' in file) files.push(...(file.content as unknown[]));
    }
    expect(files).toHaveLength(2);
    expect(files).toContainEqual(
      expect.objectContaining({ bill: expect.objectContaining({ title: 'My own words' }) }),
    );
    await city.db.tx(async (tx) => {
      await bills.holding.erase(tx, ana.me.personId);
      await pay.holding.erase(tx, ana.me.personId);
    });
    await city.settle();
    const { bill, shares } = await billAt(wei, billId);
    expect(bill).toMatchObject({ state: 'closed', title: '' });
    expect(shares.map(({ state }) => state)).toEqual(['own', 'paid', 'open']);
    expect(await kim.refused('bills.pay', partOf(billId, 333))).toBe('bill_closed');
    const left = await billAt(kim, asked.billId);
    expect(left.shares.map(({ state }) => state)).toEqual(['open', 'letOff', 'own']);
    expect((await statementOf(wei, 'bill_out'))[0]).toMatchObject({ counterparty: null });
  });
});
