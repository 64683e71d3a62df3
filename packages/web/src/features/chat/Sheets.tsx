import { isUuid, type ConversationId, type TransferId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { part } from '../../ui/part.tsx';
import { usePayment } from '../pay/index.ts';
import { viewerItems } from './kinds/viewer-items.ts';
import type { ViewerProps } from './kinds/Viewer.tsx';
import type { Row } from './rows.ts';
import type { TransferDetailProps } from './TransferDetail.tsx';
import type { TransferSheetProps } from './TransferSheet.tsx';

const Viewer = part<ViewerProps>(() => import('./kinds/Viewer.tsx'));
const TransferSheet = part<TransferSheetProps>(() => import('./TransferSheet.tsx'));
const TransferDetail = part<TransferDetailProps>(() => import('./TransferDetail.tsx'));

/** What lies over a conversation, by the rest of its address. */
export type Over =
  | { kind: 'transfer' }
  | { kind: 'detail'; transferId: TransferId }
  /** `view/<seq>`: a photo or video, large. */
  | { kind: 'view'; seq: number }
  /** `merged/<seq>`: all of a merged message; `merged/<seq>/<item>`: a photo of it, large. */
  | { kind: 'merged'; seq: number; view: number | null }
  | null;

const numberIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/u.test(text) ? Number(text) : null;

export function overOf(rest: string | undefined): Over {
  if (rest === 'transfer') return { kind: 'transfer' };
  const [what, id = '', item] = (rest ?? '').split('/');
  if (what === 'transfer') {
    return isUuid(id) ? { kind: 'detail', transferId: id as TransferId } : null;
  }
  const seq = numberIn(id);
  if (seq === null) return null;
  if (what === 'view') return { kind: 'view', seq };
  return what === 'merged' ? { kind: 'merged', seq, view: numberIn(item) } : null;
}

type LargeProps = { rows: readonly Row[]; seq: number; onClose(): void };

/** A photo or video of the thread, among all the others of it. */
function Large({ rows, seq, onClose }: LargeProps) {
  const items = viewerItems(rows);
  const start = String(seq);
  if (!items.some(({ key }) => key === start)) return null;
  return (
    <Suspense fallback={null}>
      <Viewer items={items} start={start} onClose={onClose} />
    </Suspense>
  );
}

type SheetsProps = {
  id: ConversationId;
  over: Over;
  rows: readonly Row[];
  state: State;
  conversation: Conversation;
  mayPay: boolean;
};

/** The sheets have addresses, so that back closes them and a reload finds them. */
export function Sheets({ id, over, rows, state, conversation, mayPay }: SheetsProps) {
  const [, navigate] = useLocation();
  const close = () => navigate(`/chats/${id}`, { replace: true });
  const peerId = conversation.peer?.personId;
  const { payment } = usePayment(`chat:${id}`);
  if (over?.kind === 'view') return <Large rows={rows} seq={over.seq} onClose={close} />;
  if (over?.kind === 'merged') return null;
  if (over === null || peerId === undefined) return null;
  // One that was begun is brought to its end, whatever became of the contact meanwhile.
  if (over.kind === 'transfer' && !mayPay && payment === null) return null;
  return (
    <Suspense fallback={null}>
      {over.kind === 'transfer' ? (
        <TransferSheet {...{ state, conversation, peerId }} onClose={close} />
      ) : (
        <TransferDetail state={state} transferId={over.transferId} onClose={close} />
      )}
    </Suspense>
  );
}
