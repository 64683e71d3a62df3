import { isUuid, type ConversationId, type TransferId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { part } from '../../ui/part.tsx';
import { usePayment } from '../pay/index.ts';
import type { TransferDetailProps } from './TransferDetail.tsx';
import type { TransferSheetProps } from './TransferSheet.tsx';

const TransferSheet = part<TransferSheetProps>(() => import('./TransferSheet.tsx'));
const TransferDetail = part<TransferDetailProps>(() => import('./TransferDetail.tsx'));

/** What lies over a conversation, by the rest of its address: `transfer` or `transfer/<id>`. */
export type Over = { kind: 'transfer' } | { kind: 'detail'; transferId: TransferId } | null;

export function overOf(rest: string | undefined): Over {
  if (rest === 'transfer') return { kind: 'transfer' };
  const [what, id = ''] = (rest ?? '').split('/');
  if (what !== 'transfer' || !isUuid(id)) return null;
  return { kind: 'detail', transferId: id as TransferId };
}

type SheetsProps = {
  id: ConversationId;
  over: Over;
  state: State;
  conversation: Conversation;
  mayPay: boolean;
};

/** The sheets have addresses, so that back closes them and a reload finds them. */
export function Sheets({ id, over, state, conversation, mayPay }: SheetsProps) {
  const [, navigate] = useLocation();
  const close = () => navigate(`/chats/${id}`, { replace: true });
  const peerId = conversation.peer?.personId;
  const { payment } = usePayment(`chat:${id}`);
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
