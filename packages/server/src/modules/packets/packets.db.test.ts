import type { ConversationId, PersonId } from '@plaza/base';
import { verifyPacket } from '@plaza/base/packets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountFlags } from '../ledger/index.ts';
import { ledgerIdOf } from './ids.ts';
import { dayMs, must, openTestPackets, reason, type TestPackets } from './testing.ts';

const timeout = 60_000;
const usual = { kind: 'lucky', forPersonId: null, count: 3, currency: 'points' } as const;

describe.each(['memory', 'postgres'] as const)('red packets on %s', (kind) => {
  let city: TestPackets;
  beforeAll(async () => {
    city = await openTestPackets(kind);
  });
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  const minor = async (personId: PersonId) => (await city.wallet(personId)).availableMinor;
  const kinds = async (personId: PersonId) =>
    (await city.statement(personId)).map((line) => [line.kind, line.money.amountMinor]);

  async function account(packetId: string) {
    const [found] = await city.ledger.lookupAccounts([ledgerIdOf(packetId as never, 'account')]);
    if (found === undefined) throw new Error('every packet has an account');
    const { flags, credits_posted, debits_posted, debits_pending } = found;
    const isClosed = (flags & AccountFlags.closed) !== 0;
    return { left: credits_posted - debits_posted, waiting: debits_pending, isClosed };
  }

  it('are taken share by share, and add up', { timeout }, async () => {
    const [conversationId, people] = await city.group(3);
    const [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
    const sent = must(await city.send(ana, conversationId));
    expect(sent).toMatchObject({ state: 'open', count: 3, takenCount: 0, mine: null });
    expect(await minor(ana)).toBe(99_000);
    expect(await account(sent.packetId)).toEqual({
      left: 1_000n,
      waiting: 1_000n,
      isClosed: false,
    });
    const [seen] = await city.packets.getPackets(ben, [sent.packetId]);
    expect(seen).toMatchObject({ state: 'open', money: null, mine: null, takenCount: null });

    const opened = must(await city.packets.open(ben, sent.packetId));
    expect(opened.mine?.number).toBe(1);
    expect(must(await city.packets.open(ben, sent.packetId))).toEqual(opened);
    const own = must(await city.packets.open(ana, sent.packetId));
    expect(own).toMatchObject({ state: 'open', takenCount: 2, mine: { number: 2 } });
    expect((await city.detail(sol, sent.packetId)).seed).toBeNull();
    must(await city.packets.open(sol, sent.packetId));
    await city.settle();

    const detail = await city.detail(ben, sent.packetId);
    expect(detail).toMatchObject({ takenCount: 3, taken: { amountMinor: 1_000 } });
    expect(detail.packet).toMatchObject({ state: 'taken', money: { amountMinor: 1_000 } });
    const amounts = detail.takers.map(({ money }) => money.amountMinor);
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(1_000);
    const luckiest = detail.takers.filter((taker) => taker.luckiest);
    expect(luckiest.map(({ money }) => money.amountMinor)).toEqual([Math.max(...amounts)]);
    const { seed, packet } = detail;
    const facts = { packetId: packet.packetId, kind: packet.kind, count: 3, amountMinor: 1_000 };
    const revealed = { seed: seed ?? '', commitment: packet.commitment };
    const taken = detail.takers.map(({ number, money }) => {
      return { number, amountMinor: money.amountMinor };
    });
    const verdict = verifyPacket({ ...facts, currency: 'points' }, revealed, taken);
    expect(verdict).toMatchObject({ fair: true });
    expect(await account(sent.packetId)).toEqual({ left: 0n, waiting: 0n, isClosed: true });
    expect(await kinds(ben)).toEqual([['packet_in', amounts[0]]]);
    const [line] = await city.statement(ben);
    expect(line).toMatchObject({ subjectId: sent.packetId, transferId: null });
    expect(line?.counterparty?.personId).toBe(ana);
    expect((await kinds(ana)).slice(0, 2)).toEqual([
      ['packet_in', amounts[1]],
      ['packet_out', -1_000],
    ]);
  });

  it('go to the other one of two, with a card and a notice', { timeout }, async () => {
    const [ana, ben] = await city.pair();
    const conversationId = await city.direct(ana, ben);
    const two = { kind: 'fixed', count: 1, amountMinor: 500, greeting: ' Happy  day ' } as const;
    expect(reason(await city.send(ana, conversationId, { ...two, count: 2 }))).toBe('invalid');
    expect(reason(await city.send(ana, conversationId, { ...two, kind: 'lucky' }))).toBe('invalid');
    const { packetId, commitment } = must(await city.send(ana, conversationId, two));
    expect(reason(await city.packets.open(ana, packetId))).toBe('packet_not_yours');
    const third = await city.person('Eve');
    expect(reason(await city.packets.open(third, packetId))).toBe('packet_unknown');
    expect(await city.packets.getPackets(third, [packetId])).toEqual([]);
    expect(reason(await city.packets.getDetail(third, packetId))).toBe('packet_unknown');
    expect(must(await city.packets.open(ben, packetId))).toMatchObject({ state: 'taken' });
    await city.settle();
    const said = { packetId, kind: 'fixed', forPersonId: null, count: 1, greeting: 'Happy day' };
    expect(await city.messages(ben, ana)).toEqual([
      { type: 'packet', ...said, commitment, senderId: ana },
      { type: 'packetTaken', packetId, senderId: ben },
    ]);
    expect((await city.detail(ana, packetId)).takers[0]?.luckiest).toBe(false);
  });

  it('for one are theirs alone', { timeout }, async () => {
    const [conversationId, people] = await city.group(3);
    const [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
    const eve = await city.person('Eve');
    const one = { kind: 'forOne', count: 1, amountMinor: 300 } as const;
    const to = (forPersonId: PersonId | null) =>
      city.send(ana, conversationId, { ...one, forPersonId });
    expect(reason(await to(null))).toBe('invalid');
    expect(reason(await to(ana))).toBe('self_action');
    expect(reason(await to(eve))).toBe('taker_unknown');
    const { packetId } = must(await to(ben));
    expect(reason(await city.packets.open(sol, packetId))).toBe('packet_not_yours');
    expect(reason(await city.packets.open(ana, packetId))).toBe('packet_not_yours');
    must(await city.packets.open(ben, packetId));
    expect((await city.statement(ana))[0]?.counterparty?.personId).toBe(ben);
  });

  it('go back after a day, and nothing is taken then', { timeout }, async () => {
    const [conversationId, people] = await city.group(3);
    const [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
    const { packetId } = must(await city.send(ana, conversationId, { kind: 'fixed' }));
    const { mine } = must(await city.packets.open(ben, packetId));
    city.skip(dayMs + 1);
    expect(reason(await city.packets.open(sol, packetId))).toBe('packet_over');
    await city.settle();
    const left = 1_000 - (mine?.money.amountMinor ?? 0);
    expect((await kinds(ana))[0]).toEqual(['packet_back', left]);
    expect(await account(packetId)).toEqual({ left: 0n, waiting: 0n, isClosed: true });
    const detail = await city.detail(sol, packetId);
    expect(detail).toMatchObject({ takenCount: 1, returned: { amountMinor: left } });
    expect(detail.packet).toMatchObject({ state: 'returned', takenCount: 1 });
    expect(detail.seed).not.toBeNull();
    expect(detail.takers.map((taker) => taker.luckiest)).toEqual([false]);
    expect(reason(await city.packets.open(sol, packetId))).toBe('packet_over');
    expect(must(await city.packets.open(ben, packetId)).mine).toEqual(mine);
  });

  it('are refused for what stands in the way', { timeout }, async () => {
    const [conversationId, people] = await city.group(2, 500);
    const [ana, ben] = people as [PersonId, PersonId];
    const eve = await city.person('Eve', 500);
    const with_ = (over: object) => city.send(ana, conversationId, over).then(reason);
    expect(await with_({ amountMinor: 501 })).toBe('insufficient_funds');
    expect(await with_({ amountMinor: 2 })).toBe('amount_too_small');
    expect(await with_({ amountMinor: 60_001 })).toBe('amount_too_large');
    expect(await with_({ currency: 'stones' })).toBe('wrong_currency');
    const wrong = { kind: 'pin', pin: '194602' } as const;
    expect(await with_({ amountMinor: 10, approval: wrong })).toBe('wrong_pin');
    expect(reason(await city.send(eve, conversationId))).toBe('conversation_unknown');
    const nowhere = city.newId<ConversationId>();
    expect(reason(await city.send(ana, nowhere))).toBe('conversation_unknown');
    const key = city.newKey();
    const same = { key, greeting: 'x', amountMinor: 90 };
    const first = must(await city.send(ana, conversationId, same));
    must(await city.packets.open(ben, first.packetId));
    // The first answer, however it stands by now.
    expect(must(await city.send(ana, conversationId, same))).toEqual(first);
    expect(reason(await city.send(ana, conversationId, { ...same, greeting: 'y' }))).toBe(
      'key_reused',
    );
    expect(await minor(ana)).toBe(410);
  });

  it('take nothing from a frozen wallet, and give nothing to one', { timeout }, async () => {
    const [conversationId, people] = await city.group(3);
    const [ana, ben] = people as [PersonId, PersonId, PersonId];
    const { packetId } = must(await city.send(ana, conversationId));
    const on = (personId: PersonId) => ({
      ...{ actorId: null, key: city.newKey(), personId, currency: 'points', reason: 'why' },
    });
    await city.topUp(ben, 1);
    must(await city.pay.freezeWallet(on(ben)));
    expect(reason(await city.packets.open(ben, packetId))).toBe('wallet_frozen');
    must(await city.pay.freezeWallet(on(ana)));
    expect(reason(await city.send(ana, conversationId))).toBe('wallet_frozen');
    must(await city.pay.unfreezeWallet(on(ben)));
    // What is in it has left the sender’s wallet already.
    must(await city.packets.open(ben, packetId));
    city.skip(dayMs + 1);
    await city.settle();
    expect((await account(packetId)).isClosed).toBe(false);
    expect((await city.packets.getPackets(ana, [packetId]))[0]?.state).toBe('open');
    must(await city.pay.unfreezeWallet(on(ana)));
    city.skip(61_000);
    await city.settle();
    expect(await account(packetId)).toEqual({ left: 0n, waiting: 0n, isClosed: true });
    expect((await kinds(ana))[0]?.[0]).toBe('packet_back');
  });

  it('are frozen in between: the ledger refuses the share, which stays', { timeout }, async () => {
    const [conversationId, people] = await city.group(2);
    const [ana, ben] = people as [PersonId, PersonId];
    await city.topUp(ben, 1);
    const { packetId } = must(await city.send(ana, conversationId, { count: 2 }));
    const frozen = { actorId: null, personId: ben, currency: 'points', reason: 'why' };
    const slow = city.anotherPackets({
      pay: {
        ...city.pay.core,
        async findWallet(personId, currency) {
          const before = await city.pay.core.findWallet(personId, currency);
          // Between the look and the ledger somebody freezes the wallet.
          const key = city.newKey();
          if (before?.state === 'open') must(await city.pay.freezeWallet({ ...frozen, key }));
          return before;
        },
        register: () => undefined,
      },
    });
    expect(reason(await slow.open(ben, packetId))).toBe('wallet_frozen');
    expect(await city.rows(packetId)).toMatchObject([{ person_id: ben, state: 'refused' }]);
    must(await city.pay.unfreezeWallet({ ...frozen, key: city.newKey() }));
    expect(must(await city.packets.open(ben, packetId)).mine?.number).toBe(1);
  });

  it(
    'that never were filled end with their sender, and nothing is closed',
    { timeout },
    async () => {
      const [conversationId, people] = await city.group(2, 500);
      const [ana, ben] = people as [PersonId, PersonId];
      await city.topUp(ben, 100);
      // An intent that nobody has carried out yet: the ledger did not answer.
      const createTransfers = () => Promise.reject(new Error('no answer'));
      const deaf = city.anotherPackets(
        {},
        city.another({ ledger: { ...city.ledger, createTransfers } }),
      );
      const input = { ...usual, conversationId, key: city.newKey(), greeting: '', approval: null };
      expect(reason(await deaf.send(ana, { ...input, amountMinor: 900 }))).toBe('unavailable');
      // What was logged of it.
      city.problems.length = 0;
      await city.db.tx(async (tx) => {
        await city.packets.holding.erase(tx, ana);
        await city.pay.holding.erase(tx, ana);
      });
      await city.settle();
      const { rows } = await city.db.query(
        'select state, closed_at, due_at from packets_packet where sender_id = $1',
        [ana],
      );
      expect(rows).toEqual([{ state: 'failed', closed_at: null, due_at: null }]);
      // The projection goes on for everybody.
      expect(must(await city.send(ben, conversationId, { amountMinor: 100 })).state).toBe('open');
    },
  );

  it('are for those who are there, and let no blocked one in', { timeout }, async () => {
    const [conversationId, people] = await city.group(3);
    const [ana, ben, sol] = people as [PersonId, PersonId, PersonId];
    const { packetId } = must(await city.send(ana, conversationId));
    must(await city.chat.groups.leave({ viewerId: ben, conversationId }));
    expect(reason(await city.packets.open(ben, packetId))).toBe('packet_unknown');
    must(await city.packets.open(sol, packetId));
    must(await city.chat.groups.leave({ viewerId: sol, conversationId }));
    // Who took of it may look at it for good.
    expect((await city.detail(sol, packetId)).takers).toHaveLength(1);
    const [one, other] = await city.pair();
    const direct = await city.direct(one, other);
    const two = { kind: 'fixed', count: 1 } as const;
    const sent = must(await city.send(one, direct, two));
    must(await city.contacts.block(one, other));
    await city.settle();
    expect(reason(await city.packets.open(other, sent.packetId))).toBe('blocked');
  });
});
