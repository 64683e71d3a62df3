import { part } from '../../ui/part.tsx';
import type { ReportDialogProps } from './ReportDialog.tsx';

/** `<ReportDialog subject={…} onClose={…} />`: for the menu of whatever can be reported. */
export const ReportDialog = part<ReportDialogProps>(() => import('./ReportDialog.tsx'));
export const MyReports = part(() => import('./MyReports.tsx'));
export const Cases = part(() => import('./Cases.tsx'));
