export { familyEvents } from './events.ts';
export { familyMethods } from './methods.ts';
export {
  familyOfferDays,
  familyShownDays,
  maxFamilyCards,
  type FamilyCaps,
  type FamilyCard,
  type FamilyCardState,
  type FamilyPayment,
  type FamilyRule,
} from './types.ts';
