import {
  isUuid,
  type BillId,
  type ConversationId,
  type PacketId,
  type TransferId,
} from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { part } from '../../ui/part.tsx';
import { PacketDialog, PacketSheet, usePacketPayment } from '../packets/index.ts';
import { useTransferPayment } from '../pay/index.ts';
import { BillSheets } from './BillSheets.tsx';
import { viewerItems } from './kinds/viewer-items.ts';
import type { ViewerProps } from './kinds/Viewer.tsx';
import { memberName, titleOf } from './names.ts';
import type { Row } from './rows.ts';
import type { TransferDetailProps } from './TransferDetail.tsx';
import type { TransferSheetProps } from './TransferSheet.tsx';
import { useMembers } from './use-members.ts';

const Viewer = part<ViewerProps>(() => import('./kinds/Viewer.tsx'));
const TransferSheet = part<TransferSheetProps>(() => import('./TransferSheet.tsx'));
const TransferDetail = part<TransferDetailProps>(() => import('./TransferDetail.tsx'));

/** What lies over a conversation, by the rest of its address. */
export type Over =
  | { kind: 'transfer' }
  | { kind: 'detail'; transferId: TransferId }
  /** `packet`: a red packet is put in; `packet/<id>`: that one. */
  | { kind: 'packet'; packetId: PacketId | null }
  /** `bill`: people are asked for money; `bill/<id>`: that one. */
  | { kind: 'bill'; billId: BillId | null }
  /** `view/<seq>`: a photo or video, large. */
  | { kind: 'view'; seq: number }
  /** `merged/<seq>`: all of a merged message; `merged/<seq>/<item>`: a photo of it, large. */
  | { kind: 'merged'; seq: number; view: number | null }
  | null;

const numberIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/u.test(text) ? Number(text) : null;

export function overOf(rest: string | undefined): Over {
  if (rest === 'transfer') return { kind: 'transfer' };
  if (rest === 'packet') return { kind: 'packet', packetId: null };
  if (rest === 'bill') return { kind: 'bill', billId: null };
  const [what, id = '', item] = (rest ?? '').split('/');
  if (what === 'transfer') {
    return isUuid(id) ? { kind: 'detail', transferId: id as TransferId } : null;
  }
  if (what === 'packet') {
    return isUuid(id) ? { kind: 'packet', packetId: id as PacketId } : null;
  }
  if (what === 'bill') return isUuid(id) ? { kind: 'bill', billId: id as BillId } : null;
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
  mayGive: boolean;
};

type GivingProps = Pick<SheetsProps, 'state' | 'conversation'> & { onClose(): void };

/** Puts a red packet into a group, where it may also be for one of its members. */
function GroupGiving({ state, conversation, onClose }: GivingProps) {
  const { conversationId, memberCount } = conversation;
  const others = useMembers(state, conversationId)?.filter(
    ({ person }) => person.personId !== state.me?.personId,
  );
  const people = others?.map(({ person: { personId, photoPath } }) => ({
    ...{ personId, photoPath },
    name: memberName(state, conversationId, personId),
  }));
  const given = { conversationId, title: titleOf(state, conversation), memberCount, onClose };
  return <PacketSheet {...given} isGroup people={people ?? null} />;
}

function Giving(props: GivingProps) {
  const { state, conversation, onClose } = props;
  if (conversation.kind === 'group') return <GroupGiving {...props} />;
  const { conversationId } = conversation;
  const given = { conversationId, title: titleOf(state, conversation), memberCount: 2, onClose };
  return <PacketSheet {...given} isGroup={false} people={[]} />;
}

type PacketProps = { packetId: PacketId; rows: readonly Row[] } & GivingProps;

/** A red packet of the conversation; what its card sealed is known from the card itself. */
function OnePacket({ packetId, rows, state, conversation, onClose }: PacketProps) {
  const row = rows.find((one) => one.kind === 'packet' && one.card.packetId === packetId);
  const commitment = row?.kind === 'packet' ? row.card.commitment : null;
  const isGroup = conversation.kind === 'group';
  return <PacketDialog key={packetId} {...{ state, packetId, isGroup, commitment, onClose }} />;
}

type MoneyProps = Omit<SheetsProps, 'id' | 'over'> & {
  id: ConversationId;
  over: Extract<Over, { kind: 'transfer' | 'detail' | 'packet' | 'bill' }>;
  onClose(): void;
};

/** What lies over a conversation and is about money. */
function MoneySheets(props: MoneyProps) {
  const { id, over, rows, state, conversation, mayPay, mayGive, onClose } = props;
  const { payment } = useTransferPayment(`chat:${id}`);
  const { payment: given } = usePacketPayment(`chat:${id}`);
  const peerId = conversation.peer?.personId;
  if (over.kind === 'bill') return <BillSheets {...props} billId={over.billId} />;
  if (over.kind === 'packet') {
    if (over.packetId !== null) {
      return <OnePacket {...{ rows, state, conversation, onClose }} packetId={over.packetId} />;
    }
    return mayGive || given !== null ? <Giving {...{ state, conversation, onClose }} /> : null;
  }
  if (peerId === undefined) return null;
  if (over.kind === 'detail') {
    return <TransferDetail {...{ state, onClose }} transferId={over.transferId} />;
  }
  // One that was begun is brought to its end, whatever became of the contact meanwhile.
  if (!mayPay && payment === null) return null;
  return <TransferSheet {...{ state, conversation, peerId, onClose }} />;
}

/** The sheets have addresses, so that back closes them and a reload finds them. */
export function Sheets(props: SheetsProps) {
  const { id, over, rows } = props;
  const [, navigate] = useLocation();
  const close = () => navigate(`/chats/${id}`, { replace: true });
  if (over === null || over.kind === 'merged') return null;
  if (over.kind === 'view') return <Large rows={rows} seq={over.seq} onClose={close} />;
  return (
    <Suspense fallback={null}>
      <MoneySheets {...props} over={over} onClose={close} />
    </Suspense>
  );
}
