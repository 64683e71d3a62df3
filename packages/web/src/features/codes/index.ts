import { part } from '../../ui/part.tsx';
import type { ScannerProps } from './Scanner.tsx';

/** My pay code, for a shop to scan. */
export const PayCodePage = part(() => import('./PayCodePage.tsx'));
/** Reads a code by camera, from a picture, or as text. */
export const Scanner = part<ScannerProps>(() => import('./Scanner.tsx'));
