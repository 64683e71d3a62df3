import { part } from '../../ui/part.tsx';
import type { CodeOutcomeProps } from './paying/CodeOutcome.tsx';

/** Everything of somebody who sells: opening, the till, sales, statement, staff. */
export const MerchantPages = part(() => import('./MerchantPages.tsx'));
/** Where a merchant’s code leads: what is to be paid. */
export const PayPage = part(() => import('./paying/PayPage.tsx'));
/** What shops want from me, or have for me; nothing as a rule. */
export const FromShops = part(() => import('./paying/FromShops.tsx'));
/** What becomes of a pay code that a till has read. */
export const CodeOutcome = part<CodeOutcomeProps>(() => import('./paying/CodeOutcome.tsx'));
