import { part } from '../../ui/part.tsx';

export { SourceChoice } from './SourceChoice.tsx';
export { useSource, type Source } from './use-source.ts';

export const FamilyPages = part(() => import('./FamilyPages.tsx'));
/** Cards that wait for my yes; nothing as a rule. */
export const FamilyOffers = part(() => import('./FamilyOffers.tsx'));
