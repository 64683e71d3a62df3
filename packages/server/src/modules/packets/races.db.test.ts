import type { PacketId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerIdOf } from './ids.ts';
import type { Packets } from './service.ts';
import { dayMs, must, openTestPackets, type TestPackets } from './testing.ts';

// Many who want the same at once, from two processes; what must hold however they meet.

const timeout = 120_000;

describe.each(['memory', 'postgres'] as const)('grabs at once on %s', (kind) => {
  let city: TestPackets;
  let other: Packets;
  beforeAll(async () => {
    city = await openTestPackets(kind);
    other = city.anotherPackets();
  });
  afterAll(async () => {
    expect(city.problems).toEqual([]);
    await city[Symbol.asyncDispose]();
  });

  /** What holds of a packet that is over, for its takers, its account and its detail. */
  async function expectSound(packetId: PacketId, viewerId: PersonId, amountMinor: number) {
    const detail = await city.detail(viewerId, packetId);
    const amounts = detail.takers.map(({ money }) => money.amountMinor);
    const taken = amounts.reduce((sum, one) => sum + one, 0);
    expect(taken + (detail.returned?.amountMinor ?? 0)).toBe(amountMinor);
    expect(Math.min(1, ...amounts)).toBe(1);
    expect(new Set(detail.takers.map(({ person }) => person.personId)).size).toBe(amounts.length);
    expect(new Set(detail.takers.map(({ number }) => number)).size).toBe(amounts.length);
    const until = Date.parse(detail.packet.expiresAt ?? '');
    for (const { at } of detail.takers) expect(Date.parse(at)).toBeLessThanOrEqual(until);
    const [account] = await city.ledger.lookupAccounts([ledgerIdOf(packetId, 'account')]);
    expect(account).toMatchObject({ debits_pending: 0n, debits_posted: BigInt(amountMinor) });
    expect(account?.credits_posted).toBe(BigInt(amountMinor));
    return detail;
  }

  it('give every share once, to the first, and to nobody twice', { timeout }, async () => {
    const [conversationId, people] = await city.group(40, 100_000);
    const ana = people[0] as PersonId;
    const input = { count: 25, amountMinor: 3_333 };
    const { packetId } = must(await city.send(ana, conversationId, input));
    // Everybody taps three times, on both processes.
    const taps = people.flatMap((personId) => [
      city.packets.open(personId, packetId),
      other.open(personId, packetId),
      city.packets.open(personId, packetId),
    ]);
    const answers = await Promise.all(taps);
    const got = people.map((_, n) => answers.slice(3 * n, 3 * n + 3));
    for (const three of got) {
      const said = three.map((one) => (one.ok ? one.value.mine?.number : one.reason));
      expect(new Set(said).size).toBe(1);
    }
    const winners = got.filter(([first]) => first?.ok === true);
    const losers = got.flatMap(([first]) => (first?.ok === false ? [first.reason] : []));
    expect(winners).toHaveLength(25);
    expect(losers).toEqual(Array.from({ length: 15 }, () => 'packet_gone'));
    await city.settle();
    const detail = await expectSound(packetId, ana, 3_333);
    expect(detail.packet.state).toBe('taken');
    expect(detail.takers.filter(({ luckiest }) => luckiest)).toHaveLength(1);
  });

  it('are in time or late, never both, while the clock passes the end', { timeout }, async () => {
    const [conversationId, people] = await city.group(8, 100_000);
    const ana = people[0] as PersonId;
    for (let round = 0; round < 5; round += 1) {
      const { packetId } = must(await city.send(ana, conversationId, { count: 8 }));
      const early = people.slice(0, 4).map((personId) => city.packets.open(personId, packetId));
      city.skip(dayMs + 1);
      const late = people.slice(4).map((personId) => other.open(personId, packetId));
      const swept = city.pay.settle();
      const answers = await Promise.all([...early, ...late]);
      await swept;
      await city.settle();
      const detail = await expectSound(packetId, ana, 1_000);
      const winners = answers.filter(({ ok }) => ok).length;
      expect(detail.takers).toHaveLength(winners);
      for (const answer of answers) if (!answer.ok) expect(answer.reason).toBe('packet_over');
      expect(answers.slice(4).map(({ ok }) => ok)).toEqual([false, false, false, false]);
    }
  });

  it('meet the erasure of the sender, and nothing is lost', { timeout }, async () => {
    for (let round = 0; round < 4; round += 1) {
      const [conversationId, people] = await city.group(6, 1_000);
      const [ana, ben] = people as [PersonId, PersonId];
      const { packetId } = must(await city.send(ana, conversationId, { count: 6 }));
      const grabs = people.slice(1).map((personId) => other.open(personId, packetId));
      const erased = city.db.tx(async (tx) => {
        await city.packets.holding.erase(tx, ana);
        await city.pay.holding.erase(tx, ana);
      });
      const [answers] = await Promise.all([Promise.all(grabs), erased]);
      await city.settle();
      const detail = await expectSound(packetId, ben, 1_000);
      expect(detail.takers).toHaveLength(answers.filter(({ ok }) => ok).length);
      expect(detail.packet.state).toBe('returned');
    }
  });

  it('keep all money in random lives', { timeout }, async () => {
    const act = fc.record({
      who: fc.nat(3),
      what: fc.constantFrom('send', 'open', 'open', 'open', 'wait'),
      which: fc.nat(9),
      count: fc.integer({ min: 1, max: 4 }),
    });
    const rounds = fc.array(fc.array(act, { maxLength: 6 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rounds, async (list) => {
        const [conversationId, people] = await city.group(4, 2_000);
        const sent: PacketId[] = [];
        const run = async (one: (typeof list)[number][number]) => {
          const personId = people[one.who] as PersonId;
          if (one.what === 'wait') city.skip(one.which * 3_600_000);
          if (one.what === 'send') {
            const over = { count: one.count, amountMinor: 100 + one.which, approval: null };
            const packet = await city.send(personId, conversationId, over);
            if (packet.ok) sent.push(packet.value.packetId);
          }
          const packetId = sent[one.which % Math.max(1, sent.length)];
          if (one.what !== 'open' || packetId === undefined) return;
          await (one.which % 2 === 0 ? city.packets : other).open(personId, packetId);
        };
        for (const round of list) await Promise.all(round.map(run));
        city.skip(dayMs + 1);
        await city.settle();
        let total = 0;
        for (const personId of people) {
          const { availableMinor } = await city.wallet(personId);
          const lines = await city.statement(personId);
          expect(lines.reduce((sum, one) => sum + one.money.amountMinor, 0)).toBe(availableMinor);
          total += availableMinor;
        }
        expect(total).toBe(2_000);
        for (const packetId of sent) {
          const { packet } = await city.detail(people[0] as PersonId, packetId);
          await expectSound(packetId, people[0] as PersonId, packet.money?.amountMinor ?? -1);
        }
      }),
      { numRuns: 8 },
    );
  });
});
