import { part } from '../../ui/part.tsx';
import type { ApprovalSheetProps } from './ApprovalSheet.tsx';
import type { PinSheetProps } from './PinSheet.tsx';

export { Amount } from './Amount.tsx';
export { readPasted } from './amount-text.ts';
export { AmountKeypad } from './AmountKeypad.tsx';
export { ChoosePin } from './ChoosePin.tsx';
export { CreatePin } from './CreatePin.tsx';
export { keep, kept } from './kept.ts';
export { Locked } from './Locked.tsx';
export type { Payment } from './payment.ts';
export { PinEntry } from './PinSheet.tsx';
export { PinPad } from './PinPad.tsx';
export { useCountdown } from './use-countdown.ts';
export { usePayment, type Payee, type PaymentFace } from './use-payment.ts';
export { useTransfer } from './use-transfer.ts';
export { useWallet, type Purse } from './use-wallet.ts';

export { WalletSummary } from './WalletSummary.tsx';

export const ApprovalSheet = part<ApprovalSheetProps>(() => import('./ApprovalSheet.tsx'));
export const PinSheet = part<PinSheetProps>(() => import('./PinSheet.tsx'));
export const WalletPages = part(() => import('./WalletPages.tsx'));
