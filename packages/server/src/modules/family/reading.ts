import { isUuid, type FamilyCardId, type PersonId } from '@plaza/base';
import { familyShownDays, type FamilyCard, type FamilyPayment } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { FamilyDeps } from './deps.ts';
import { paymentOf, presentCards } from './present.ts';
import { selectCardOf, selectGiven, selectHeld } from './store/cards.ts';
import { selectPayments, type Place } from './store/payments.ts';

const dayMs = 24 * 3_600_000;
const shownCards = 100;
const paymentsPerPage = 50;

/** The cards that somebody gave, and those that they hold. */
export async function listCards(
  deps: FamilyDeps,
  personId: PersonId,
): Promise<{ given: FamilyCard[]; held: FamilyCard[] }> {
  const endedAfter = new Date(deps.clock.nowMs() - familyShownDays * dayMs);
  const shown = { endedAfter, limit: shownCards };
  const given = await selectGiven(deps.db, personId, shown);
  const held = await selectHeld(deps.db, personId, shown);
  return { given: await presentCards(deps, given), held: await presentCards(deps, held) };
}

/** A cursor is the time and the id of the last row of the page before. */
function placeOf(cursor: string | undefined): Place | null | 'invalid' {
  if (cursor === undefined) return null;
  const [ms, id, ...more] = cursor.split('_');
  const isTime = ms !== undefined && /^\d{1,15}$/.test(ms);
  if (!isTime || id === undefined || !isUuid(id) || more.length > 0) return 'invalid';
  return { at: new Date(Number(ms)), id };
}

type Page = { payments: FamilyPayment[]; next: string | null };

/** What was paid by a card, for either of its people; newest first. */
export async function listPayments(
  deps: FamilyDeps,
  personId: PersonId,
  { cardId, cursor }: { cardId: FamilyCardId; cursor?: string },
): Promise<Outcome<Page, 'card_unknown' | 'invalid'>> {
  const after = placeOf(cursor);
  if (after === 'invalid') return no('invalid');
  const card = await selectCardOf(deps.db, personId, cardId);
  if (card === null) return no('card_unknown');
  const rows = await selectPayments(deps.db, card, { after, limit: paymentsPerPage + 1 });
  const page = rows.slice(0, paymentsPerPage);
  const last = page.at(-1);
  const isMore = rows.length > paymentsPerPage && last !== undefined;
  return yes({
    payments: page.map((row) => paymentOf(deps, row)),
    next: isMore ? `${last.createdAt.getTime()}_${last.paymentId}` : null,
  });
}
