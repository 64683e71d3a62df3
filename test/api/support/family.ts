import type { FamilyCard, MethodInput } from '@plaza/contract';
import { byPin, currency, newKey } from './pay.ts';
import type { TestPerson } from './person.ts';

export const caps = { paymentMinor: 2_000, dayMinor: 3_000, monthMinor: 9_000 };

type Offering = MethodInput<'family.offer'>;

/** A card for somebody, approved by the PIN of `createPin`. */
export function offerTo(holder: TestPerson, change: Partial<Offering> = {}): Offering {
  const { personId: holderId } = holder.me;
  const asked = { key: newKey(), holderId, name: 'Pocket money', currency, caps };
  return { ...asked, approval: byPin(), ...change };
}

export async function offerCard(giver: TestPerson, holder: TestPerson): Promise<FamilyCard> {
  return (await giver.must('family.offer', offerTo(holder))).card;
}

/** A card that its holder has taken. */
export async function giveCard(giver: TestPerson, holder: TestPerson): Promise<FamilyCard> {
  const { cardId } = await offerCard(giver, holder);
  return (await holder.must('family.answer', { cardId, accept: true })).card;
}
