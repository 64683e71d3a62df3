import { part } from '../../ui/part.tsx';
import type { AppealOfferProps } from './AppealOffer.tsx';
import type { ReportDialogProps } from './ReportDialog.tsx';

/** `<ReportDialog subject={…} onClose={…} />`: for the menu of whatever can be reported. */
export const ReportDialog = part<ReportDialogProps>(() => import('./ReportDialog.tsx'));
/** Where a way to sign in was refused as `suspended`: the same way again, to appeal. */
export const AppealOffer = part<AppealOfferProps>(() => import('./AppealOffer.tsx'));
/** All that a suspended person sees. */
export const Suspended = part(() => import('./Suspended.tsx'));
export const MyReports = part(() => import('./MyReports.tsx'));
export const Cases = part(() => import('./Cases.tsx'));
