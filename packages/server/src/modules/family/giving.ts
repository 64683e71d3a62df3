import { cleanLine, formatUuid, present, type FamilyCardId, type PersonId } from '@plaza/base';
import {
  familyOfferDays,
  maxFamilyCards,
  type Approval,
  type FamilyCaps,
  type FamilyCard,
  type FamilyRule,
} from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { digestOf, type CurrencyProfile } from '../pay/index.ts';
import type { FamilyDeps } from './deps.ts';
import { isOver } from './card.ts';
import { presentCard } from './present.ts';
import {
  countGiven,
  insertCard,
  insertHeld,
  lockCard,
  selectCard,
  selectOfPair,
  setTerms,
} from './store/cards.ts';
import { tellCard } from './telling.ts';
import type { ApprovalRefusal, CardRow, CardTerms, NewCard, OfferRefusal } from './types.ts';

const dayMs = 24 * 3_600_000;
const longestName = 24;

/** What an approval of a card is bound to: for whom, and every cap. */
export function approvedOf({ holderId, currency, caps }: CardTerms) {
  const { paymentMinor, dayMinor, monthMinor } = caps;
  const payee = `card ${holderId} ${paymentMinor} ${dayMinor}`;
  return { payee, amountMinor: monthMinor, currency };
}

/** What an offer asks for, to know it again under its key. */
function askedOf({ holderId, currency, caps, name }: NewCard): Buffer {
  const { paymentMinor, dayMinor, monthMinor } = caps;
  return digestOf(['offer', holderId, currency, paymentMinor, dayMinor, monthMinor, name]);
}

async function isAdult({ pay }: FamilyDeps, personId: PersonId): Promise<boolean> {
  return !(await pay.limits.getStanding(personId)).standing.isMinor;
}

type CapsRefusal = 'amount_too_large' | 'invalid';

function judgeCaps(caps: FamilyCaps, profile: CurrencyProfile): CapsRefusal | null {
  const { paymentMinor, dayMinor, monthMinor } = caps;
  if (paymentMinor > dayMinor || dayMinor > monthMinor) return 'invalid';
  return monthMinor > profile.maxAmountMinor ? 'amount_too_large' : null;
}

/** The currencies in which somebody may give cards, and how many more. */
export async function getRules(deps: FamilyDeps, personId: PersonId): Promise<FamilyRule[]> {
  if (!(await isAdult(deps, personId))) return [];
  const given = await countGiven(deps.db, personId);
  return deps.pay.currencies.all
    .filter(({ mayCards }) => mayCards)
    .map(({ code: currency, scale, maxAmountMinor }) => {
      const left = Math.max(0, maxFamilyCards - (given.get(currency) ?? 0));
      return { currency, scale, maxAmountMinor, left };
    });
}

/** Null: this person may be offered such a card. */
async function hindranceTo(
  deps: FamilyDeps,
  giverId: PersonId,
  { holderId, currency, caps }: NewCard,
): Promise<OfferRefusal | null> {
  if (giverId === holderId) return 'self_action';
  const profile = deps.pay.currencies.find(currency);
  if (profile === undefined || !profile.mayCards) return 'wrong_currency';
  const odd = judgeCaps(caps, profile);
  if (odd !== null) return odd;
  const may = await deps.contacts.mayWrite(giverId, holderId);
  if (may !== 'yes') return may;
  if (!(await isAdult(deps, giverId))) return 'not_for_minors';
  return whyFull(deps, giverId, { holderId, currency });
}

async function whyFull(
  { db }: FamilyDeps,
  giverId: PersonId,
  { holderId, currency }: Pick<NewCard, 'holderId' | 'currency'>,
): Promise<'card_exists' | 'too_many_cards' | null> {
  if ((await selectOfPair(db, giverId, holderId)) !== null) return 'card_exists';
  const given = (await countGiven(db, giverId)).get(currency) ?? 0;
  return given >= maxFamilyCards ? 'too_many_cards' : null;
}

type Offered = Outcome<FamilyCard, OfferRefusal>;

async function known(deps: FamilyDeps, row: CardRow, asked: Buffer): Promise<Offered> {
  return row.asked.equals(asked) ? yes(await presentCard(deps, row)) : no('key_reused');
}

/** Offers somebody a card. The same key is the same card. */
export async function offer(deps: FamilyDeps, giverId: PersonId, given: NewCard): Promise<Offered> {
  const { db, clock, pay } = deps;
  const input = { ...given, name: cleanLine(given.name, longestName) };
  const { holderId, currency, caps, name } = input;
  if (name === '') return no('invalid');
  const cardId = formatUuid(digestOf(['family card', giverId, input.key]), 8) as FamilyCardId;
  const asked = askedOf(input);
  const before = await selectCard(db, { giverId, cardId });
  if (before !== null) return known(deps, before, asked);
  const hindrance = await hindranceTo(deps, giverId, input);
  if (hindrance !== null) return no(hindrance);
  if (input.approval !== null) {
    const approved = await pay.approve(giverId, approvedOf(input), input.approval);
    if (!approved.ok) return approved;
  }
  const offeredAt = clock.now();
  const isNew = await db.tx(async (tx) => {
    const row = {
      ...{ giverId, cardId, holderId, name, currency, asked, offeredAt },
      paymentMinor: BigInt(caps.paymentMinor),
      dayMinor: BigInt(caps.dayMinor),
      monthMinor: BigInt(caps.monthMinor),
      state: 'offered' as const,
      expiresAt: new Date(offeredAt.getTime() + familyOfferDays * dayMs),
    };
    if (!(await insertCard(tx, row, maxFamilyCards))) return false;
    await insertHeld(tx, row);
    await tellCard(deps, tx, row);
    return true;
  });
  const made = await selectCard(db, { giverId, cardId });
  if (made !== null) return isNew ? yes(await presentCard(deps, made)) : known(deps, made, asked);
  // Another offer of theirs was faster, perhaps for the last place.
  return no((await whyFull(deps, giverId, input)) ?? 'too_many_cards');
}

export type ChangeRefusal =
  | 'card_unknown'
  | 'card_over'
  | 'amount_too_large'
  | 'invalid'
  | ApprovalRefusal;
type NewTerms = {
  cardId: FamilyCardId;
  name: string;
  caps: FamilyCaps;
  approval: Approval | null;
};

/** Names a card anew and sets its caps; what it has paid today and this month counts. */
export async function change(
  deps: FamilyDeps,
  giverId: PersonId,
  { cardId, name: given, caps, approval }: NewTerms,
): Promise<Outcome<FamilyCard, ChangeRefusal>> {
  const name = cleanLine(given, longestName);
  const found = await selectCard(deps.db, { giverId, cardId });
  if (found === null) return no('card_unknown');
  if (isOver(found.state)) return no('card_over');
  const profile = present(deps.pay.currencies.find(found.currency), 'currencies are kept');
  const odd = name === '' ? ('invalid' as const) : judgeCaps(caps, profile);
  if (odd !== null) return no(odd);
  if (approval !== null) {
    const { holderId, currency } = found;
    const payment = approvedOf({ holderId, currency, caps });
    const approved = await deps.pay.approve(giverId, payment, approval);
    if (!approved.ok) return approved;
  }
  const changed = await decide<CardRow, ChangeRefusal>(deps.db, async (tx) => {
    const row = await lockCard(tx, found);
    if (row === null || isOver(row.state)) return no('card_over');
    const next = await setTerms(tx, row, { name, caps });
    await tellCard(deps, tx, row);
    return yes(present(next, 'it is locked'));
  });
  return changed.ok ? yes(await presentCard(deps, changed.value)) : changed;
}
