import type { PersonCard } from '@plaza/contract';
import { part } from '../../ui/part.tsx';

export const TopUpPage = part(() => import('./TopUpPage.tsx'));
export const CashOutPage = part(() => import('./CashOutPage.tsx'));
export const DeskPage = part(() => import('./DeskPage.tsx'));
export const LimitsPage = part(() => import('./LimitsPage.tsx'));
/** For anybody, also without an account. */
export const ReservePage = part(() => import('./ReservePage.tsx'));
export const OperateRails = part(() => import('./OperateRails.tsx'));
export const Reconciliation = part(() => import('./Reconciliation.tsx'));
export const PersonStanding = part<{ person: PersonCard }>(() => import('./PersonStanding.tsx'));
