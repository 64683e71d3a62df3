import type { PersonId, TransferId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PayDeps } from './deps.ts';
import { byPin, must, openTestPay, reason, type TestPay } from './testing.ts';

let city: TestPay;
beforeAll(async () => {
  city = await openTestPay();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

const wrong = { kind: 'pin' as const, pin: '111222' };
const nothing = '0190a000-0000-7000-8000-00000000dead' as TransferId;

describe('sending', () => {
  it('is refused before anything is written', async () => {
    const [ana, ben] = await city.pair();
    const stranger = await city.person('Sol');
    const send = async (over: object, to = ben) => reason(await city.send(ana, to, over));
    expect(await send({}, ana)).toBe('self_action');
    expect(await send({}, stranger)).toBe('not_contact');
    expect(await send({ currency: 'gold' })).toBe('wrong_currency');
    expect(await send({ amountMinor: 100_000_001 })).toBe('amount_too_large');
    expect(await send({ approval: wrong })).toBe('wrong_pin');
    must(await city.contacts.block(ben, ana));
    expect(await send({})).toBe('blocked');
    expect(await city.statement(ana)).toHaveLength(1);
    const { rows } = await city.db.query(
      'select transfer_id from pay_transfer where payer_id = $1',
      [ana],
    );
    expect(rows).toEqual([]);
  });

  it('keeps a refusal of the payment under its key, and none of the approval', async () => {
    const ana = await city.person('Ana', 5_000);
    const ben = await city.person('Ben');
    const [key, other] = [city.newKey(), city.newKey()];
    expect(reason(await city.send(ana, ben, { key }))).toBe('not_contact');
    await city.contacts.befriend(ana, ben);
    expect(reason(await city.send(ana, ben, { key }))).toBe('not_contact');
    expect(reason(await city.send(ana, ben, { key, note: 'Other' }))).toBe('key_reused');
    expect(reason(await city.send(ana, ben, { key: other, approval: wrong }))).toBe('wrong_pin');
    expect(must(await city.send(ana, ben, { key: other })).state).toBe('waiting');
    // Who asks for an answer again need not approve again.
    const again = await city.send(ana, ben, { key: other, approval: wrong });
    expect(must(again).state).toBe('waiting');
  });

  it('cleans the note of what nobody sees', async () => {
    const [ana, ben] = await city.pair();
    const sent = must(await city.send(ana, ben, { note: '  Lunch\n\u202Etoday ' }));
    expect(sent.note).toBe('Lunch today');
  });
});

describe('settling', () => {
  it('is the payee’s alone', async () => {
    const [ana, ben] = await city.pair();
    const sol = await city.person('Sol');
    const { transferId } = must(await city.send(ana, ben));
    expect(reason(await city.accept(sol, transferId))).toBe('transfer_unknown');
    expect(reason(await city.accept(ben, nothing))).toBe('transfer_unknown');
    expect(reason(await city.accept(ana, transferId))).toBe('forbidden');
    expect(reason(await city.giveBack(ana, transferId))).toBe('forbidden');
    expect(await city.pay.getTransfers(sol, [transferId])).toEqual([]);
    const key = city.newKey();
    const first = must(await city.accept(ben, transferId, key));
    expect(must(await city.accept(ben, transferId, key))).toEqual(first);
    expect(reason(await city.giveBack(ben, transferId, key))).toBe('key_reused');
    expect(reason(await city.giveBack(ben, transferId))).toBe('transfer_settled');
  });

  it('has one end, whoever is first', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [ana, ben] = await city.pair(1_250);
      const { transferId } = must(await city.send(ana, ben));
      const other = city.another();
      const key = city.newKey();
      const answers = await Promise.all([
        city.accept(ben, transferId),
        other.returnTransfer(ben, { key, transferId }),
      ]);
      expect(answers.map(reason).toSorted()).toEqual(['transfer_settled', 'yes']);
      await city.settle();
      const [mine, theirs] = [await city.wallet(ana), await city.wallet(ben)];
      expect(mine.availableMinor + theirs.availableMinor).toBe(1_250);
      expect(mine.heldMinor).toBe(0);
      expect(await city.messages(ben, ana)).toHaveLength(2);
    }
  });
});

describe('while the ledger does not answer', () => {
  const silent = (over: Partial<PayDeps['ledger']>) => ({ ledger: { ...city.ledger, ...over } });
  const lost = () => Promise.reject(new Error('no answer'));

  async function check(over: Partial<PayDeps['ledger']>): Promise<[PersonId, PersonId]> {
    const [ana, ben] = await city.pair();
    const warned = city.problems.length;
    const pay = city.another(silent(over));
    const key = city.newKey();
    const input = { key, payeeId: ben, amountMinor: 1_250, currency: 'points', note: '' };
    const asked = { ...input, approval: byPin };
    expect(reason(await pay.sendTransfer(ana, asked))).toBe('unavailable');
    expect(city.problems.splice(warned)).toHaveLength(1);
    await city.settle();
    const sent = must(await city.pay.sendTransfer(ana, asked));
    expect(await city.pay.listWaiting(ana)).toEqual([sent]);
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 1_250 });
    return [ana, ben];
  }

  it('an answer is owed, and comes by itself', async () => {
    await check({ createTransfers: lost });
  });

  it('a payment that took place without an answer is one payment', async () => {
    const answerLost: PayDeps['ledger']['createTransfers'] = async (batch) => {
      await city.ledger.createTransfers(batch);
      return lost();
    };
    const [ana, ben] = await check({ createTransfers: answerLost });
    await city.settle();
    expect(await city.messages(ben, ana)).toHaveLength(1);
  });
});

describe('lists', () => {
  it('give a statement page by page, and by kind', async () => {
    const [ana, ben] = await city.pair(0);
    for (let count = 0; count < 52; count += 1) await city.topUp(ana, 1);
    must(await city.send(ana, ben, { amountMinor: 5 }));
    const list = (over: object) =>
      city.pay.listStatement(ana, { currency: 'points', ...over }).then(must);
    const first = await list({});
    expect(first.lines.map(({ lineNumber }) => lineNumber)).toEqual(
      Array.from({ length: 50 }, (_, n) => 53 - n),
    );
    const rest = await list({ cursor: first.next ?? '' });
    expect(rest.lines.map(({ lineNumber }) => lineNumber)).toEqual([3, 2, 1]);
    expect(rest.next).toBeNull();
    const out = await list({ kind: 'transfer_out' });
    expect(out.lines).toMatchObject([{ lineNumber: 53, balanceMinor: 47 }]);
    const other = await city.pay.listStatement(ana, { currency: 'gold' });
    expect(reason(other)).toBe('wrong_currency');
    const odd = await city.pay.listStatement(ana, { currency: 'points', cursor: 'x' });
    expect(reason(odd)).toBe('invalid');
  });

  it('cannot be changed by whoever reaches the database through the server', async () => {
    const change = city.db.query('update pay_line set amount_minor = amount_minor + 1');
    await expect(change).rejects.toThrow(/append-only/);
  });
});
