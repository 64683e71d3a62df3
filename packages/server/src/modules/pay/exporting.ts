import type { PersonId } from '@plaza/base';
import type { ExportedFile } from '../../kernel/holdings/index.ts';
import type { PayContext } from './context.ts';
import { unknownStanding } from './limits/limits.ts';
import { lineOf, moneyOf, walletOf } from './present.ts';
import { getTransfers } from './statement.ts';
import { selectStandings, selectUses } from './store/limits.ts';
import { selectLines } from './store/lines.ts';
import { selectOperationsOf } from './store/operations.ts';
import { selectOwn } from './store/transfers.ts';
import { selectWallets } from './store/wallets.ts';

const pageSize = 1_000;
const transfersAtOnce = 50;
const lowestId = '00000000-0000-0000-0000-000000000000';

type ExportDeps = Pick<PayContext, 'db' | 'identity' | 'currencies' | 'approvals'>;

async function* exportLines(
  { db, identity, currencies }: ExportDeps,
  personId: PersonId,
  currency: string,
): AsyncIterable<ExportedFile> {
  let before = 2 ** 31 - 1;
  for (let page = 1; ; page += 1) {
    const asked = { personId, currency, before, limit: pageSize };
    const rows = await selectLines(db, asked);
    const last = rows.at(-1);
    if (last === undefined) return;
    const cards = await identity.getCards(rows.flatMap((row) => row.counterpartyId ?? []));
    const content = rows.map((row) => lineOf(currencies, row, cards));
    const number = String(page).padStart(4, '0');
    yield { path: `pay/${currency}/statement-${number}.json`, content };
    before = last.lineNumber;
  }
}

async function* exportTransfers(deps: ExportDeps, personId: PersonId): AsyncIterable<ExportedFile> {
  let after = lowestId;
  for (let page = 1; ; page += 1) {
    const ids = await selectOwn(deps.db, personId, { after, limit: transfersAtOnce });
    const last = ids.at(-1);
    if (last === undefined) return;
    const content = await getTransfers(deps, personId, ids);
    yield { path: `pay/transfers-${String(page).padStart(4, '0')}.json`, content };
    after = last;
  }
}

/** What the city did to the wallets, and why; not which of its people did it. */
async function listOperations({ db, currencies }: ExportDeps, personId: PersonId) {
  const rows = await selectOperationsOf(db, personId);
  return rows.flatMap(({ kind, currency, amountMinor, reason, createdAt }) => {
    if (currencies.find(currency) === undefined) return [];
    return [{ kind, reason, money: moneyOf(currencies, currency, amountMinor), at: createdAt }];
  });
}

/** How well the operator knows somebody, and what they used of their limits. */
async function listLimits({ db }: ExportDeps, personId: PersonId) {
  const found = (await selectStandings(db, [personId])).get(personId);
  const { actorId: _, personId: __, ...standing } = found ?? unknownStanding(personId);
  const uses = await selectUses(db, personId);
  return { standing, used: uses.map((row) => ({ ...row, usedMinor: Number(row.usedMinor) })) };
}

/** Everything that the module knows of a person. */
export async function* exportPerson(
  deps: ExportDeps,
  personId: PersonId,
): AsyncIterable<ExportedFile> {
  const { db, currencies, approvals } = deps;
  const wallets = await selectWallets(db, personId);
  const content = wallets.flatMap((row) => {
    const profile = currencies.find(row.currency);
    return profile === undefined ? [] : [walletOf(profile, row)];
  });
  yield { path: 'pay/wallets.json', content };
  for (const { currency } of wallets) {
    if (currencies.find(currency) !== undefined) yield* exportLines(deps, personId, currency);
  }
  yield* exportTransfers(deps, personId);
  yield { path: 'pay/operations.json', content: await listOperations(deps, personId) };
  yield { path: 'pay/limits.json', content: await listLimits(deps, personId) };
  yield* approvals.export(personId);
}
