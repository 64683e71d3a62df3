import { part } from '../../ui/part.tsx';
import type { ApprovalSheetProps } from './ApprovalSheet.tsx';
import type { PinSheetProps } from './PinSheet.tsx';

export { Amount } from './Amount.tsx';
export { readPasted, readShown, showAmount } from './amount-text.ts';
export { AmountKeypad } from './AmountKeypad.tsx';
export { ChoosePin } from './ChoosePin.tsx';
export { CreatePin } from './CreatePin.tsx';
export { keep, kept } from './kept.ts';
export { Locked } from './Locked.tsx';
export type { Payee } from './Paid.tsx';
export type { Keyed, Payment, Refusal, Standing } from './payment.ts';
export type { PaymentWay } from './payments.ts';
export { PinEntry } from './PinSheet.tsx';
export { PinPad } from './PinPad.tsx';
export { useCountdown } from './use-countdown.ts';
export { usePayment, type Approving, type PaymentFace } from './use-payment.ts';
export { useTransferPayment } from './use-transfer-payment.ts';
export { useTransfer } from './use-transfer.ts';
export { useWallet, type Purse } from './use-wallet.ts';

export { WalletSummary } from './WalletSummary.tsx';

export const ApprovalSheet = part<ApprovalSheetProps>(() => import('./ApprovalSheet.tsx'));
export const PinSheet = part<PinSheetProps>(() => import('./PinSheet.tsx'));
export const WalletPages = part(() => import('./WalletPages.tsx'));
