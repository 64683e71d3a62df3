import type { ConversationId, PayKey, TransferId } from '@plaza/base';
import type {
  BookEntry,
  Entry,
  MethodInput,
  StatementLine,
  Transfer,
  TransferState,
  Wallet,
} from '@plaza/contract';
import { expect } from 'vitest';
import { createTestAuthenticator } from '../../../packages/server/src/kernel/auth/testing-authenticator.ts';
import type { TestCity } from './city.ts';
import type { TestPerson } from './person.ts';
import { eventually } from './talk.ts';

export const currency = 'points';
/** Six digits that nobody guesses first. */
export const pin = '480915';
export const otherPin = '731846';

type Sending = MethodInput<'pay.sendTransfer'>;

/** A caller's own id of a command about money. */
export function newKey(): PayKey {
  return crypto.randomUUID() as PayKey;
}

export function byPin(digits = pin) {
  return { kind: 'pin', pin: digits } as const;
}

export async function createPin(person: TestPerson, digits = pin): Promise<void> {
  await person.must('pay.createPin', { pin: digits, currentPassword: person.password });
}

/** A payment under a new key, approved by the PIN of `createPin`. */
export function paymentTo(
  payee: TestPerson,
  amountMinor: number,
  change: Partial<Sending> = {},
): Sending {
  const { personId: payeeId } = payee.me;
  return { key: newKey(), payeeId, amountMinor, currency, note: '', approval: byPin(), ...change };
}

/** Sends money that then waits to be accepted. */
export async function pay(
  payer: TestPerson,
  payee: TestPerson,
  amountMinor: number,
  note = '',
): Promise<Transfer> {
  const asked = paymentTo(payee, amountMinor, { note });
  return (await payer.must('pay.sendTransfer', asked)).transfer;
}

export async function accept(person: TestPerson, { transferId }: Transfer): Promise<Transfer> {
  return (await person.must('pay.acceptTransfer', { key: newKey(), transferId })).transfer;
}

export async function giveBack(person: TestPerson, { transferId }: Transfer): Promise<Transfer> {
  return (await person.must('pay.returnTransfer', { key: newKey(), transferId })).transfer;
}

export async function topUp(
  operator: TestPerson,
  { me }: TestPerson,
  amountMinor: number,
  reason = 'paid at the counter',
): Promise<Wallet> {
  const asked = { key: newKey(), personId: me.personId, currency, amountMinor, reason };
  return (await operator.must('pay.topUp', asked)).wallet;
}

/** Freezes a wallet or opens it again. */
export async function freeze(
  operator: TestPerson,
  { me }: TestPerson,
  reason = 'a lost phone',
  method: 'pay.freezeWallet' | 'pay.unfreezeWallet' = 'pay.freezeWallet',
): Promise<Wallet> {
  const asked = { key: newKey(), personId: me.personId, currency, reason };
  return (await operator.must(method, asked)).wallet;
}

/** Two contacts with a PIN each, the first of them with 100.00, and the operator of their city. */
export async function openWallets(city: TestCity, one = 'Ana', other = 'Wei') {
  const operator = await city.operator();
  const [payer, payee] = await city.contacts(one, other);
  await Promise.all([createPin(payer), createPin(payee)]);
  await topUp(operator, payer, 10_000);
  return { operator, payer, payee };
}

export async function walletOf(person: TestPerson): Promise<Wallet> {
  const { wallets } = await person.must('pay.getWallet', {});
  const found = wallets.find((wallet) => wallet.currency === currency);
  if (found === undefined) throw new Error('nobody is without a wallet');
  return found;
}

/** What can be spent, and what is on its way. */
export async function moneyOf(person: TestPerson): Promise<[number, number]> {
  const { availableMinor, heldMinor } = await walletOf(person);
  return [availableMinor, heldMinor];
}

/** The whole statement, newest first. */
export async function statementOf(
  person: TestPerson,
  kind?: StatementLine['kind'],
): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  let cursor: string | null = null;
  do {
    const only = kind === undefined ? {} : { kind };
    const from: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await person.must('pay.listStatement', { currency, ...only, ...from });
    lines.push(...page.lines);
    cursor = page.next;
  } while (cursor !== null);
  return lines;
}

export async function stateOf(person: TestPerson, transferId: TransferId): Promise<TransferState> {
  const { transfers } = await person.must('pay.getTransfers', { transferIds: [transferId] });
  const [found] = transfers;
  if (found === undefined) throw new Error('no such transfer');
  return found.state;
}

/** Waits until a transfer stands like this. */
export async function becomes(
  person: TestPerson,
  { transferId }: Pick<Transfer, 'transferId'>,
  state: TransferState,
): Promise<void> {
  const look = async () => ((await stateOf(person, transferId)) === state ? true : null);
  await eventually(look);
}

/** What the conversation tells of money, oldest first. */
export async function cardsOf(
  person: TestPerson,
  conversationId: ConversationId,
): Promise<{ entry: Entry; type: string; outcome: string | null; transferId: TransferId }[]> {
  const { entries } = await person.must('chat.listEntries', { conversationId, limit: 100 });
  return entries.flatMap((entry) => {
    if (entry.body.type !== 'message') return [];
    const { message } = entry.body;
    if (message.type !== 'transfer' && message.type !== 'transferSettled') return [];
    const outcome = message.type === 'transferSettled' ? message.outcome : null;
    return [{ entry, type: message.type, outcome, transferId: message.transferId }];
  });
}

/** What stands in the account of somebody: what came in less what went out. */
function balanceOf({ kind, debitsMinor, creditsMinor }: BookEntry): number {
  return kind === 'asset' ? debitsMinor - creditsMinor : creditsMinor - debitsMinor;
}

/** The balance of each account of the chart that is not empty, by name. */
export async function booksOf(operator: TestPerson): Promise<Record<string, number>> {
  const { entries, balanced } = await operator.must('pay.getBooks', {});
  expect(balanced).toBe(true);
  const used = entries.map((entry) => [entry.account, balanceOf(entry)] as const);
  return Object.fromEntries(used.filter(([, balance]) => balance !== 0));
}

/** Lines without a gap, which add up to what can be spent: what holds for every wallet. */
export async function expectSound(...people: TestPerson[]): Promise<void> {
  for (const person of people) {
    const { availableMinor } = await walletOf(person);
    const lines = (await statementOf(person)).toReversed();
    let balance = 0;
    for (const [index, line] of lines.entries()) {
      balance += line.money.amountMinor;
      expect([line.lineNumber, line.balanceMinor]).toEqual([index + 1, balance]);
    }
    expect(balance).toBe(availableMinor);
  }
}

export type Key = ReturnType<typeof createTestAuthenticator>;

/** Gives somebody a passkey that can approve payments. */
export async function addPasskey({ composed }: TestCity, person: TestPerson): Promise<Key> {
  const key = createTestAuthenticator({ origin: composed.opened.url });
  const { challengeId, options } = await person.must('identity.beginPasskeyAdd', {});
  const added = { challengeId, response: key.create(options), name: 'Key' };
  await person.must('identity.finishPasskeyAdd', added);
  return key;
}

/** Has exactly this payment approved by a passkey. */
export async function byPasskey(
  person: TestPerson,
  key: Key,
  { payeeId, amountMinor, arrival = 'now' }: Pick<Sending, 'payeeId' | 'amountMinor' | 'arrival'>,
) {
  const asked = { payeeId, amountMinor, currency, arrival };
  const { challengeId, options } = await person.must('pay.beginPasskeyApproval', asked);
  return { kind: 'passkey', challengeId, response: key.get(options) } as const;
}
