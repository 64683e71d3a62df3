import type { ConversationId, PersonId, TransferId } from '@plaza/base';
import type { BookEntry, Entry, StatementLine, Transfer, Wallet } from '@plaza/contract';
import type { PayCity } from './city.ts';
import { gatherShops, type ShownShops } from './gather-shops.ts';
import { isOf, type Record } from './record.ts';
import { currency, type Teller } from './teller.ts';

/** What a person is shown of their money. */
export type Purse = { wallet: Wallet; lines: StatementLine[]; waiting: Transfer[] };

/** A transfer as a message, or what became of it. */
export type Card = {
  transferId: TransferId;
  outcome: string | null;
  conversationId: ConversationId;
};

/** Everything that the city says, asked of its public interface. */
export type Shown = {
  purses: ReadonlyMap<PersonId, Purse>;
  /** Every transfer that shows up anywhere, as its payer and its payee see it. */
  transfers: ReadonlyMap<TransferId, { byPayer: Transfer; byPayee: Transfer | undefined }>;
  cards: readonly Card[];
  books: readonly BookEntry[];
  balanced: boolean;
} & ShownShops;

async function readLines(teller: Teller, personId: PersonId): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  let cursor: string | null = null;
  do {
    const input = { currency, ...(cursor === null ? {} : { cursor }) };
    const page: { lines: StatementLine[]; next: string | null } = await teller.read(
      personId,
      'pay.listStatement',
      input,
    );
    lines.push(...page.lines);
    cursor = page.next;
  } while (cursor !== null);
  return lines.toReversed();
}

async function readPurse(teller: Teller, personId: PersonId): Promise<Purse> {
  const { wallets } = await teller.read(personId, 'pay.getWallet', {});
  const [wallet] = wallets;
  if (wallet === undefined) throw new Error(`${personId} has no wallet`);
  const lines = await readLines(teller, personId);
  const { transfers: waiting } = await teller.read(personId, 'pay.listWaiting', {});
  return { wallet, lines, waiting };
}

function cardsIn(conversationId: ConversationId, entries: readonly Entry[]): Card[] {
  return entries.flatMap(({ body }) => {
    if (body.type !== 'message') return [];
    const { message } = body;
    if (message.type !== 'transfer' && message.type !== 'transferSettled') return [];
    const outcome = message.type === 'transfer' ? null : message.outcome;
    return [{ conversationId, transferId: message.transferId, outcome }];
  });
}

async function readCards(teller: Teller, personId: PersonId, peerId: PersonId): Promise<Card[]> {
  const opened = await teller.read(personId, 'chat.openDirect', { personId: peerId });
  const { conversationId } = opened.head.conversation;
  const entries: Entry[] = [];
  for (let after = 0; ;) {
    const input = { conversationId, after, limit: 100 };
    const page = await teller.read(personId, 'chat.listEntries', input);
    entries.push(...page.entries);
    const last = page.entries.at(-1)?.seq ?? page.lastSeq;
    if (last >= page.lastSeq) break;
    after = last;
  }
  return cardsIn(conversationId, entries);
}

async function readTransfers(
  teller: Teller,
  personId: PersonId,
  ids: readonly TransferId[],
): Promise<Transfer[]> {
  const found: Transfer[] = [];
  for (let at = 0; at < ids.length; at += 50) {
    const input = { transferIds: ids.slice(at, at + 50) };
    found.push(...(await teller.read(personId, 'pay.getTransfers', input)).transfers);
  }
  return found;
}

type Seen = { purses: ReadonlyMap<PersonId, Purse>; cards: readonly Card[] };

/** Who has seen which transfer; each asks for theirs, since nobody may see another’s. */
async function readAllTransfers(
  { city, teller, record }: Sight,
  { purses, cards }: Seen,
): Promise<Shown['transfers']> {
  const ids = new Set(cards.map(({ transferId }) => transferId));
  for (const { told } of record.asked.filter(isOf('send'))) {
    if (told.as === 'done') ids.add(told.value);
  }
  for (const { lines, waiting } of purses.values()) {
    for (const { transferId } of [...lines, ...waiting]) {
      if (transferId !== null) ids.add(transferId);
    }
  }
  const mine = new Map<PersonId, Map<TransferId, Transfer>>();
  for (const personId of city.people) {
    const found = await readTransfers(teller, personId, [...ids]);
    mine.set(personId, new Map(found.map((one) => [one.transferId, one])));
  }
  const transfers = new Map<TransferId, { byPayer: Transfer; byPayee: Transfer | undefined }>();
  for (const [personId, found] of mine) {
    for (const [transferId, byPayer] of found) {
      if (byPayer.payer.personId !== personId) continue;
      const byPayee = mine.get(byPayer.payee.personId)?.get(transferId);
      transfers.set(transferId, { byPayer, byPayee });
    }
  }
  return transfers;
}

export type Sight = { city: PayCity; teller: Teller; record: Record };

/** Reads everything that anybody is shown of money. */
export async function gather(sight: Sight): Promise<Shown> {
  const { city, teller } = sight;
  const purses = new Map<PersonId, Purse>();
  for (const personId of city.people) purses.set(personId, await readPurse(teller, personId));
  const cards: Card[] = [];
  for (const [personId, peers] of city.contactsOf) {
    for (const peerId of peers) {
      // A direct conversation is read once, by either of the two.
      if (personId < peerId) cards.push(...(await readCards(teller, personId, peerId)));
    }
  }
  const transfers = await readAllTransfers(sight, { purses, cards });
  const { entries, balanced } = await teller.read(city.operatorId, 'pay.getBooks', {});
  const shops = await gatherShops(teller, sight.record);
  return { purses, transfers, cards, books: entries, balanced, ...shops };
}
