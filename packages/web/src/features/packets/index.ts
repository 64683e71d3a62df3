import { part } from '../../ui/part.tsx';
import type { PacketDialogProps } from './PacketDialog.tsx';
import type { PacketSheetProps } from './PacketSheet.tsx';

export { PacketCard } from './PacketCard.tsx';
export { usePacketPayment } from './packet-way.ts';

/** Puts money into a red packet. */
export const PacketSheet = part<PacketSheetProps>(() => import('./PacketSheet.tsx'));
/** A red packet: to be opened, or as it stands. */
export const PacketDialog = part<PacketDialogProps>(() => import('./PacketDialog.tsx'));
