import { part } from '../../ui/part.tsx';
import type { BillDialogProps } from './BillDialog.tsx';
import type { BillSheetProps } from './BillSheet.tsx';

export { BillCard } from './BillCard.tsx';

/** Asks people for money. */
export const BillSheet = part<BillSheetProps>(() => import('./BillSheet.tsx'));
/** Open bills, for the wallet. */
export const OpenBills = part(() => import('./OpenBills.tsx'));
/** A bill: what is asked, who has paid, and to pay one’s part. */
export const BillDialog = part<BillDialogProps>(() => import('./BillDialog.tsx'));
