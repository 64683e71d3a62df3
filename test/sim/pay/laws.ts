import type { PersonId, TransferId } from '@plaza/base';
import type { Transfer } from '@plaza/contract';
import type { Purse, Shown } from './gather.ts';
import { addShopLines, heldOf, judgeShops, moneyElsewhere } from './laws-shops.ts';
import { callsOf, isOf, type Record } from './record.ts';

type Tell = (sentence: string) => void;

/** By kind, transfer or note, and amount: what a statement must hold, no more and no less. */
const lineName = (kind: string, of: string, amountMinor: number) => `${kind} ${of} ${amountMinor}`;

/** What a line is about, as far as whoever asked for it knows. */
function subjectOf({ kind, transferId, subjectId, note }: Purse['lines'][number]): string {
  if (kind === 'top_up') return note;
  return kind === 'voucher_in' ? '' : (transferId ?? subjectId ?? '');
}

const isMoney = ({ state }: Transfer) => state !== 'failed' && state !== 'processing';
const isBack = ({ state }: Transfer) => ['returned', 'cancelled', 'expired'].includes(state);
const isHeld = ({ state }: Transfer) => state === 'waiting' || state === 'arriving';
const ends = { accept: 'accepted', return: 'returned', cancel: 'cancelled' } as const;

/** The lines that follow from every transfer and every top-up that took place. */
function expectedLines(shown: Shown, record: Record): Map<PersonId, string[]> {
  const expected = new Map<PersonId, string[]>();
  const add = (personId: PersonId, line: string) => {
    const lines = expected.get(personId);
    if (lines === undefined) expected.set(personId, [line]);
    else lines.push(line);
  };
  for (const [id, { byPayer }] of shown.transfers) {
    const { payer, payee, money, state } = byPayer;
    if (!isMoney(byPayer)) continue;
    add(payer.personId, lineName('transfer_out', id, -money.amountMinor));
    if (isBack(byPayer)) add(payer.personId, lineName('transfer_back', id, money.amountMinor));
    if (state === 'accepted') add(payee.personId, lineName('transfer_in', id, money.amountMinor));
  }
  for (const { key, personId, amountMinor, told } of record.asked.filter(isOf('topUp'))) {
    if (told.as === 'done') add(personId, lineName('top_up', key, amountMinor));
  }
  addShopLines(shown, record, (personId, kind, of, amountMinor) =>
    add(personId, lineName(kind, of, amountMinor)),
  );
  return expected;
}

function judgeLines(personId: PersonId, { lines }: Purse, expected: string[], tell: Tell): void {
  const left = new Map<string, number>();
  for (const line of expected) left.set(line, (left.get(line) ?? 0) + 1);
  for (const line of lines) {
    const { kind, money } = line;
    const name = lineName(kind, subjectOf(line), money.amountMinor);
    const count = left.get(name) ?? 0;
    if (count === 0) tell(`${personId} has a line that nothing explains: ${name}`);
    else left.set(name, count - 1);
  }
  for (const [name, count] of left) if (count > 0) tell(`${personId} misses a line: ${name}`);
}

/** The statement adds up to what is available; what is held is what waits. */
function judgePurse(
  personId: PersonId,
  { purse: { wallet, lines, waiting }, deposits }: { purse: Purse; deposits: number },
  tell: Tell,
): void {
  let balance = 0;
  for (const [index, line] of lines.entries()) {
    balance += line.money.amountMinor;
    if (line.lineNumber !== index + 1) tell(`${personId} has no line ${index + 1}`);
    if (line.balanceMinor !== balance) tell(`line ${index + 1} of ${personId} does not add up`);
  }
  const { availableMinor, heldMinor } = wallet;
  if (availableMinor !== balance) {
    tell(`${personId} has ${availableMinor}, and the statement says ${balance}`);
  }
  const mine = waiting.filter(({ payer }) => payer.personId === personId);
  const held = mine.reduce((sum, { money }) => sum + money.amountMinor, deposits);
  // The list of what waits is cut at a hundred.
  if (heldMinor !== held && waiting.length < 100) {
    tell(`of ${personId} ${heldMinor} is held, and ${held} waits`);
  }
}

/** A key is one transfer or none, of exactly that money between exactly those two. */
function judgeSendings(shown: Shown, record: Record, tell: Tell): void {
  const byNote = new Map<string, Transfer[]>();
  for (const { byPayer } of shown.transfers.values()) {
    if (isMoney(byPayer)) byNote.set(byPayer.note, [...(byNote.get(byPayer.note) ?? []), byPayer]);
  }
  for (const { key, personId, payeeId, amountMinor, told } of record.asked.filter(isOf('send'))) {
    const found = byNote.get(key) ?? [];
    byNote.delete(key);
    if (found.length > 1) tell(`${key} was paid ${found.length} times`);
    const [transfer] = found;
    if (told.as === 'unknown') tell(`send ${key} was never answered`);
    if (told.as === 'refused' && transfer !== undefined) {
      tell(`send ${key} was refused (${told.reason}) and took place`);
    }
    if (told.as !== 'done') continue;
    const isRight =
      transfer?.transferId === told.value &&
      transfer.payer.personId === personId &&
      transfer.payee.personId === payeeId &&
      transfer.money.amountMinor === amountMinor;
    if (!isRight) tell(`send ${key} was acknowledged as ${told.value} and is not there`);
  }
  for (const note of byNote.keys()) tell(`the transfer ${note} was sent by nobody`);
}

/** A settlement that was acknowledged stands, and nothing else settled a transfer. */
function judgeSettlings(shown: Shown, record: Record, tell: Tell): void {
  const settled = new Map<TransferId, string>();
  const agreed = new Set<TransferId>();
  for (const { kind, key, transferId, told } of record.asked.filter(
    isOf('accept', 'return', 'cancel'),
  )) {
    if (told.as === 'unknown') tell(`${kind} ${key} was never answered`);
    if (told.as !== 'done') continue;
    // A yes to what arrives later settles nothing yet: it may still go back.
    const isLater = shown.transfers.get(transferId)?.byPayer.arrivesAt != null;
    if (kind === 'accept' && isLater) {
      agreed.add(transferId);
      continue;
    }
    const state = ends[kind];
    const before = settled.get(transferId);
    if (before !== undefined && before !== state) tell(`${transferId} is ${before} and ${state}`);
    settled.set(transferId, state);
  }
  for (const [id, { byPayer, byPayee }] of shown.transfers) {
    const { state } = byPayer;
    if (state === 'processing') tell(`${id} is still processing`);
    if (!isMoney(byPayer)) continue;
    if (byPayee?.state !== state) tell(`${id} is ${state} for one and ${byPayee?.state} for other`);
    const told = settled.get(id);
    const isSettled = !isHeld(byPayer) && state !== 'expired';
    if (told !== undefined && told !== state) tell(`${id} was ${told} and is ${state}`);
    const hasArrived = state === 'accepted' && agreed.has(id);
    if (told === undefined && isSettled && !hasArrived)
      tell(`${id} is ${state} and nobody did that`);
  }
}

/** No card without money, no money without a card. */
function judgeCards(shown: Shown, tell: Tell): void {
  const count = new Map<string, number>();
  const nameOf = (id: TransferId, outcome: string | null) => `${id} ${outcome ?? 'sent'}`;
  for (const { transferId, outcome, conversationId } of shown.cards) {
    const name = nameOf(transferId, outcome);
    count.set(name, (count.get(name) ?? 0) + 1);
    const transfer = shown.transfers.get(transferId)?.byPayer;
    if (transfer === undefined || !isMoney(transfer)) tell(`the card ${name} has no money`);
    else if (transfer.conversationId !== conversationId) tell(`the card ${name} is elsewhere`);
    else if (outcome !== null && outcome !== transfer.state) tell(`the card ${name} is not true`);
  }
  for (const [id, { byPayer }] of shown.transfers) {
    if (!isMoney(byPayer)) continue;
    const outcomes = isHeld(byPayer) ? [null] : [null, byPayer.state];
    for (const outcome of outcomes) {
      const cards = count.get(nameOf(id, outcome)) ?? 0;
      if (cards !== 1) tell(`the money ${nameOf(id, outcome)} has ${cards} cards`);
    }
  }
}

/** What was issued is in the wallets, available or held, to the last bit. */
function judgeBooks(shown: Shown, record: Record, tell: Tell): void {
  const { books, balanced, purses } = shown;
  if (!balanced) tell('the books do not balance');
  const of = (account: string) => books.filter((entry) => entry.account === account);
  const sum = (account: string) =>
    of(account).reduce(
      (total, { debitsMinor, creditsMinor }) => total + debitsMinor - creditsMinor,
      0,
    );
  const issued = record.asked
    .filter(isOf('topUp'))
    .filter(({ told }) => told.as === 'done')
    .reduce((total, { amountMinor }) => total + amountMinor, 0);
  const inWallets = [...purses.values()].reduce(
    (total, { wallet }) => total + wallet.availableMinor + wallet.heldMinor,
    0,
  );
  const printed = callsOf(record, 'rails.redeemVoucher')
    .map(({ told }) => (told.as === 'done' ? Number(told.value) : 0))
    .reduce((total, one) => total + one, 0);
  const { inShops, inPackets, inOrders } = moneyElsewhere(shown);
  const expected: [string, number][] = [
    ['bank.operator', issued],
    ['bank.voucher', printed],
    ['wallet.user', -inWallets],
    ['wallet.merchant', -inShops],
    ['packet', -inPackets],
    ['order', -inOrders],
  ];
  for (const [account, should] of expected) {
    if (sum(account) !== should) tell(`${account} should be ${should}, and is ${sum(account)}`);
  }
  const there = inWallets + inShops + inPackets - sum('unclaimed');
  if (there !== issued + printed) tell(`${issued + printed} was issued, ${there} is there`);
  if (sum('clearing') !== 0) tell(`${sum('clearing')} is left in clearing`);
}

/** Compares what everybody is shown with what everybody was told. */
export function judge(shown: Shown, record: Record): string[] {
  const broken: string[] = [];
  const tell: Tell = (sentence) => void broken.push(sentence);
  const expected = expectedLines(shown, record);
  for (const [personId, purse] of shown.purses) {
    judgePurse(personId, { purse, deposits: heldOf(shown, record, personId) }, tell);
    judgeLines(personId, purse, expected.get(personId) ?? [], tell);
  }
  for (const { kind, key, told } of record.asked.filter(isOf('topUp', 'freeze', 'unfreeze'))) {
    if (told.as === 'unknown') tell(`${kind} ${key} was never answered`);
  }
  judgeSendings(shown, record, tell);
  judgeSettlings(shown, record, tell);
  judgeCards(shown, tell);
  judgeBooks(shown, record, tell);
  broken.push(...judgeShops(shown, record));
  return broken;
}
