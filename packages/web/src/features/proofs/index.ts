import { part } from '../../ui/part.tsx';
import type { ProofOfProps } from './ProofOf.tsx';

/** Where anybody checks a receipt, also without an account and without a network. */
export const CheckPage = part(() => import('./CheckPage.tsx'));
/** The proof of one payment, below its receipt. */
export const ProofOf = part<ProofOfProps>(() => import('./ProofOf.tsx'));
