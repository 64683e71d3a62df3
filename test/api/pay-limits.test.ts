import type { ConversationId, PersonId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billOf, partOf, shareBill } from './support/bills.ts';
import { startCity, type TestCity } from './support/city.ts';
import { byPin, createPin, freeze, newKey, paymentTo } from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { noId, openDirect } from './support/talk.ts';

// A city with a currency of every kind: each flag is judged by the server, whatever a client says.

const bank = { name: 'City of Plaza', iban: 'DE89370400440532013000', iso: 'EUR' };
const currencies = [
  { code: 'points', kind: 'points', ledger: 1, scale: 2 },
  { code: 'taler', kind: 'local-currency', ledger: 2, scale: 2, maxBalance: '300' },
  { code: 'canteen', kind: 'limited-network', ledger: 3, scale: 2 },
  { code: 'hours', kind: 'mutual-credit', ledger: 4, scale: 2, creditLine: '20' },
  { code: 'loop', kind: 'us-closed-loop', ledger: 5, scale: 2, minors: null },
  {
    code: 'euro',
    kind: 'licensed',
    ledger: 6,
    scale: 2,
    needsClass: 2,
    maxSpentPerDay: '50',
    bank,
  },
];

let city: TestCity;
let operator: TestPerson;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plaza-currencies-'));
  const file = join(folder, 'currencies.json');
  await writeFile(file, JSON.stringify(currencies));
  city = await startCity({ env: { PLAZA_CURRENCIES: file } });
  operator = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
  expect(city.faults).toEqual([]);
});

const reason = 'showed a card';

async function pair(): Promise<[TestPerson, TestPerson]> {
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  await Promise.all([createPin(ana), createPin(wei)]);
  return [ana, wei];
}

async function know({ me }: TestPerson, level: number, isMinor = false) {
  const { personId } = me;
  return operator.must('pay.setStanding', { personId, class: level, isMinor, reason });
}

const topUpOf = ({ me }: TestPerson, currency: string, amountMinor: number) => ({
  ...{ key: newKey(), personId: me.personId, currency, amountMinor, reason },
});
const give = (person: TestPerson, currency: string, amountMinor: number) =>
  operator.must('pay.topUp', topUpOf(person, currency, amountMinor));
const notGiven = (person: TestPerson, currency: string, amountMinor: number) =>
  operator.refused('pay.topUp', topUpOf(person, currency, amountMinor));
const notSent = (payer: TestPerson, payee: TestPerson, currency: string, amountMinor: number) =>
  payer.refused('pay.sendTransfer', paymentTo(payee, amountMinor, { currency }));
const sent = async (payer: TestPerson, payee: TestPerson, currency: string, amountMinor: number) =>
  (await payer.must('pay.sendTransfer', paymentTo(payee, amountMinor, { currency }))).transfer;

function packetOf(conversationId: ConversationId, currency: string): MethodInput<'packets.send'> {
  return {
    ...{ key: newKey(), conversationId, kind: 'fixed', forPersonId: null, count: 1, currency },
    ...{ amountMinor: 100, greeting: '', approval: byPin() },
  };
}

const billFor = async (
  collector: TestPerson,
  payer: TestPerson,
  conversationId: ConversationId,
  asked: { currency: string; amountMinor: number },
) => (await shareBill(collector, conversationId, [payer], { kind: 'collect', ...asked })).billId;

describe('kinds of currencies', () => {
  it('say what they are, and keep their flags', async () => {
    const [ana, wei] = await pair();
    await Promise.all([know(ana, 2), know(wei, 2)]);
    const { standing, allowances } = await ana.must('pay.getLimits', {});
    expect(standing).toMatchObject({ class: 2, isMinor: false, reason });
    const flags = allowances.map((one) => [
      one.currency,
      ...[one.mayTransfer, one.mayPackets, one.mayTopUp, one.cashOut, one.barred],
    ]);
    expect(flags).toEqual([
      ['points', true, true, true, 'nobody', null],
      ['taler', true, true, true, 'merchants', null],
      ['canteen', false, false, true, 'merchants', null],
      ['hours', true, false, false, 'nobody', null],
      ['loop', false, false, true, 'nobody', null],
      ['euro', true, true, true, 'people', null],
    ]);
    const conversationId = await openDirect(ana, wei);
    for (const [currency, mayTransfer, mayPackets, mayTopUp, out] of flags) {
      const code = String(currency);
      if (mayTopUp === true) await give(ana, code, 5_000);
      else expect(await notGiven(ana, code, 1)).toBe('wrong_currency');
      if (mayTransfer === true) await sent(ana, wei, code, 100);
      else expect(await notSent(ana, wei, code, 100)).toBe('wrong_currency');
      const packet = await ana.call('packets.send', packetOf(conversationId, code));
      expect('error' in packet ? packet.error : 'yes').toBe(mayPackets ? 'yes' : 'wrong_currency');
      const asked = { key: newKey(), way: 'desk', currency: code, amountMinor: 10 } as const;
      const payout = await ana.call('rails.requestPayout', {
        ...{ ...asked, iban: '', name: '', approval: byPin() },
      });
      expect('error' in payout ? payout.error : 'yes').toBe(
        out === 'people' ? 'yes' : 'cash_out_closed',
      );
    }
    // Nobody put money into it, and still she paid: the others owe it.
    expect(await notSent(ana, wei, 'hours', 1_901)).toBe('insufficient_funds');
  });

  it('show everybody what stands behind them', async () => {
    await give(operator, 'canteen', 700);
    city.clock.travel(120_000);
    const { reserves } = await city.stranger.must('pay.getReserve', {});
    expect(reserves.map(({ currency, kind }) => [currency, kind])).toEqual(
      currencies.map(({ code, kind }) => [code, kind]),
    );
    const canteen = reserves.find(({ currency }) => currency === 'canteen');
    expect(canteen?.issuedMinor).toBe(canteen?.backedMinor);
    expect(canteen?.isBacked).toBe(true);
    const { checks } = await operator.must('pay.getReconciliation', {});
    expect(checks.filter(({ isFine }) => !isFine)).toEqual([]);
    expect(checks.length).toBe(currencies.length * 6 + 2);
  });
});

describe('a limit', () => {
  it('of the class, the day, the wallet and its top-ups', async () => {
    const [ana, wei] = await pair();
    await give(ana, 'taler', 30_000);
    expect(await notGiven(ana, 'taler', 1)).toBe('limit_reached');
    // Class I: 1,000.00 in all. What comes back counts as spent.
    for (let round = 0; round < 4; round += 1) {
      const { transferId } = await sent(ana, wei, 'taler', 25_000);
      await wei.must('pay.returnTransfer', { key: newKey(), transferId });
    }
    const beyond = await ana.call('pay.sendTransfer', paymentTo(wei, 1, { currency: 'taler' }));
    const left = { limit: 'lifetime', leftMinor: 0, currency: 'taler' };
    expect(beyond).toMatchObject({ error: 'limit_reached', details: left });
    const { allowances } = await know(ana, 2);
    const taler = allowances.find(({ currency }) => currency === 'taler');
    expect(taler?.limits).toContainEqual(expect.objectContaining({ limit: 'year', usedMinor: 0 }));
    await give(wei, 'taler', 29_950);
    const { transferId } = await sent(ana, wei, 'taler', 100);
    const taking = () => wei.call('pay.acceptTransfer', { key: newKey(), transferId });
    expect(await taking()).toMatchObject({ error: 'limit_reached' });
    const conversationId = await openDirect(ana, wei);
    const { packet } = await ana.must('packets.send', packetOf(conversationId, 'taler'));
    await give(wei, 'taler', 50);
    const { packetId } = packet;
    expect(await wei.refused('packets.open', { packetId })).toBe('limit_reached');
    // That the collector holds all they may is not told to who pays.
    const full = await billFor(wei, ana, conversationId, { currency: 'taler', amountMinor: 100 });
    expect(await ana.refused('bills.pay', partOf(full, 100))).toBe('payee_frozen');

    await Promise.all([know(ana, 3), know(wei, 3)]);
    await give(ana, 'euro', 20_000);
    await sent(ana, wei, 'euro', 4_950);
    expect(await notSent(ana, wei, 'euro', 51)).toBe('limit_reached');
    const inEuro = packetOf(conversationId, 'euro');
    expect(await ana.refused('packets.send', inEuro)).toBe('limit_reached');
    const dear = await billFor(wei, ana, conversationId, { currency: 'euro', amountMinor: 51 });
    expect(await ana.refused('bills.pay', partOf(dear, 51))).toBe('limit_reached');
    city.clock.travel(24 * 3_600_000);
    await sent(ana, wei, 'euro', 51);
    await give(ana, 'loop', 200_000);
    expect(await notGiven(ana, 'loop', 1)).toBe('limit_reached');
  });

  it('of whom the operator does not know well enough', async () => {
    const [ana, wei] = await pair();
    await know(ana, 2);
    await give(ana, 'euro', 5_000);
    expect(await notGiven(wei, 'euro', 1)).toBe('class_needed');
    expect(await notSent(wei, ana, 'euro', 1)).toBe('class_needed');
    const { transferId } = await sent(ana, wei, 'euro', 100);
    const accept = { key: newKey(), transferId };
    expect(await wei.refused('pay.acceptTransfer', accept)).toBe('class_needed');
    const conversationId = await openDirect(ana, wei);
    const { packet } = await ana.must('packets.send', packetOf(conversationId, 'euro'));
    expect(await wei.refused('packets.open', { packetId: packet.packetId })).toBe('class_needed');
    expect(await wei.refused('packets.send', packetOf(conversationId, 'euro'))).toBe(
      'class_needed',
    );
    const dear = await billFor(ana, wei, conversationId, { currency: 'euro', amountMinor: 5 });
    expect(await wei.refused('bills.pay', partOf(dear, 5))).toBe('class_needed');
    const own = billOf(conversationId, [ana], { kind: 'collect', currency: 'euro' });
    expect(await wei.refused('bills.create', own)).toBe('class_needed');
    await know(wei, 2);
    await wei.must('pay.acceptTransfer', { key: newKey(), transferId });
  });

  it('of who is not of age: lower caps, no red packets, no credit', async () => {
    const [ana, wei] = await pair();
    await Promise.all([give(ana, 'points', 50_000), give(wei, 'points', 50_000)]);
    const conversationId = await openDirect(ana, wei);
    const { packet } = await ana.must('packets.send', packetOf(conversationId, 'points'));
    const hours = await sent(ana, wei, 'hours', 100);
    const { allowances } = await know(wei, 1, true);
    const bill = await billFor(ana, wei, conversationId, { currency: 'hours', amountMinor: 5 });
    expect(await wei.refused('bills.pay', partOf(bill, 5))).toBe('not_for_minors');
    const theirs = billOf(conversationId, [ana], { kind: 'collect', currency: 'hours' });
    expect(await wei.refused('bills.create', theirs)).toBe('not_for_minors');
    const inHours = allowances.find(({ currency }) => currency === 'hours');
    expect(inHours?.barred).toBe('not_for_minors');
    expect(await notGiven(wei, 'loop', 1)).toBe('not_for_minors');
    expect(await notSent(wei, ana, 'points', 5_001)).toBe('limit_reached');
    for (let round = 0; round < 4; round += 1) await sent(wei, ana, 'points', 5_000);
    expect(await notSent(wei, ana, 'points', 1)).toBe('limit_reached');
    const { packetId } = packet;
    expect(await wei.refused('packets.open', { packetId })).toBe('not_for_minors');
    const own = packetOf(conversationId, 'points');
    expect(await wei.refused('packets.send', own)).toBe('not_for_minors');
    expect(await notSent(wei, ana, 'hours', 1)).toBe('not_for_minors');
    const accept = { key: newKey(), transferId: hours.transferId };
    expect(await wei.refused('pay.acceptTransfer', accept)).toBe('not_for_minors');
  });

  it('is set by operators alone, and not for themselves', async () => {
    const asked = { class: 3, isMinor: false, reason };
    const of = (personId: PersonId) => ({ ...asked, personId });
    expect(await operator.refused('pay.setStanding', of(noId()))).toBe('person_not_found');
    expect(await operator.refused('pay.setStanding', of(operator.me.personId))).toBe('self_action');
    const nobody = { personId: noId<PersonId>() };
    expect(await operator.refused('pay.getStanding', nobody)).toBe('person_not_found');
    const ana = await city.signUp('Ana');
    expect(await ana.refused('pay.setStanding', of(ana.me.personId))).toBe('forbidden');
    const { standing } = await operator.must('pay.getStanding', { personId: ana.me.personId });
    expect(standing).toEqual({ class: 1, isMinor: false, reason: '', changedAt: null });
  });
});

describe('a freeze', () => {
  it('is told with its reason, appealed, and lifted by another operator', async () => {
    const [ana] = await pair();
    const socket = await ana.socket();
    await freeze(operator, ana, 'odd payments at night');
    await city.settle();
    const told = await socket.event('trust.statementGiven', () => true);
    expect(told.statement).toMatchObject({
      ...{ measure: 'freeze_wallet', facts: 'points: odd payments at night', appeal: null },
    });
    const { caseId } = told.statement;
    await ana.must('trust.appeal', { caseId, text: 'It was a night shift.' });
    const answer = { caseId, outcome: 'reversed', answer: 'So it was.' } as const;
    const other = await city.operator();
    expect(await operator.refused('trust.decideAppeal', answer)).toBe('same_reviewer');
    await other.must('trust.decideAppeal', answer);
    await city.settle();
    const opened = await socket.event('pay.walletChanged', ({ wallet }) => wallet.state === 'open');
    expect(opened.wallet.reason).toBe('');
    const { statements } = await ana.must('trust.listMyStatements', {});
    expect(statements[0]?.appeal).toMatchObject({ outcome: 'reversed', answer: 'So it was.' });
    socket.close();
  });
});
