import { Trans, useLingui } from '@lingui/react/macro';
import type { TransferId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Transfer, TransferState } from '@plaza/contract';
import { ArrowRightLeft, Check, Clock, Hourglass, Undo2, X, type LucideIcon } from 'lucide-react';
import { useCallback, useEffect, type ReactNode } from 'react';
import { formatDateTime, formatWait } from '../../i18n/format.ts';
import { explain } from '../../i18n/refusals.ts';
import { useAnswer, useClient, useClientState } from '../../state/index.ts';
import { Dialog, FormError, ListRow, SectionCard, Skeleton, classNames } from '../../ui/index.ts';
import { Amount, useCountdown, useTransfer } from '../pay/index.ts';
import { personName } from './names.ts';
import { isHeld } from './transfer-telling.ts';
import { CancelTransfer, Settle } from './Settle.tsx';

const isLiveOf = ({ status }: State) => status === 'live';

const looks: Record<TransferState, readonly [LucideIcon, string]> = {
  processing: [Clock, 'bg-soft text-accent-text'],
  waiting: [ArrowRightLeft, 'bg-transfer text-on-transfer'],
  arriving: [Hourglass, 'bg-transfer text-on-transfer'],
  accepted: [Check, 'bg-good-soft text-good'],
  returned: [Undo2, 'bg-warn-soft text-warn'],
  cancelled: [Undo2, 'bg-warn-soft text-warn'],
  expired: [Undo2, 'bg-warn-soft text-warn'],
  failed: [X, 'bg-danger-soft text-danger'],
};

function useSentence(state: State, transfer: Transfer): string {
  const { t } = useLingui();
  const isPayer = transfer.payer.personId === state.me?.personId;
  const name = personName(state, (isPayer ? transfer.payee : transfer.payer).personId);
  switch (transfer.state) {
    case 'processing':
      return t`On its way`;
    case 'waiting':
      return isPayer ? t`Waiting until ${name} accepts it` : t`${name} sent you money`;
    case 'arriving':
      return isPayer
        ? t`${name} accepted it, it arrives later`
        : t`You accepted it, it arrives later`;
    case 'accepted':
      return isPayer ? t`${name} accepted it` : t`You accepted it`;
    case 'returned':
      return isPayer ? t`${name} returned it` : t`You returned it`;
    case 'cancelled':
      return isPayer ? t`You took it back` : t`${name} took it back`;
    case 'expired':
      return isPayer ? t`It came back to you` : t`It went back to ${name}`;
    case 'failed':
      return t`Not paid`;
  }
}

function Lapse({ transfer }: { transfer: Transfer }) {
  const { expiresAt } = transfer;
  const leftMs = useCountdown(expiresAt === null ? null : Date.parse(expiresAt));
  if (leftMs === 0) return null;
  const wait = formatWait(leftMs);
  return (
    <p className="text-sm text-muted">
      <Trans>It goes back by itself in {wait}.</Trans>
    </p>
  );
}

/** When a delayed one arrives, as long as that is to come. */
function Arrival({ transfer }: { transfer: Transfer }) {
  const { arrivesAt, state } = transfer;
  const leftMs = useCountdown(arrivesAt == null ? null : Date.parse(arrivesAt));
  if (leftMs === 0 || arrivesAt == null || !isHeld(state)) return null;
  const [wait, when] = [formatWait(leftMs), formatDateTime(arrivesAt)];
  return (
    <p className="flex items-center gap-2 rounded-2xl bg-field px-4 py-2 text-sm">
      <Hourglass aria-hidden="true" className="size-4.5 shrink-0" />
      <span>
        <Trans>
          It arrives in {wait}: {when}
        </Trans>
      </span>
    </p>
  );
}

function Time({ label, at }: { label: ReactNode; at: string }) {
  return (
    <p className="flex flex-wrap justify-between gap-x-4 px-[16px] py-3">
      <span className="font-medium">{label}</span>
      <time dateTime={at} className="text-muted">
        {formatDateTime(at)}
      </time>
    </p>
  );
}

function Times({ transfer }: { transfer: Transfer }) {
  const { createdAt, settledAt, transferId } = transfer;
  return (
    <SectionCard>
      <Time label={<Trans>Sent</Trans>} at={createdAt} />
      {settledAt === null ? null : <Time label={<Trans>Settled</Trans>} at={settledAt} />}
      <ListRow to={`/me/wallet/transfer/${transferId}`} title={<Trans>Receipt</Trans>} />
    </SectionCard>
  );
}

function Known({ state, transfer }: { state: State; transfer: Transfer }) {
  const [Icon, tone] = looks[transfer.state];
  const sentence = useSentence(state, transfer);
  const isPayee = transfer.payee.personId === state.me?.personId;
  const name = personName(state, transfer.payer.personId);
  const isWaiting = transfer.state === 'waiting';
  return (
    <>
      <div className="flex flex-col items-center gap-2 pt-2 text-center">
        <span className={classNames('grid size-14 place-items-center rounded-full', tone)}>
          <Icon aria-hidden="true" className="size-7" />
        </span>
        {/* It changes under the reader: when they accept, or the other does. */}
        <p role="status" className="font-semibold">
          <bdi>{sentence}</bdi>
        </p>
        <p>
          <Amount money={transfer.money} />
        </p>
        {transfer.note === '' ? null : (
          <p dir="auto" className="text-muted">
            {transfer.note}
          </p>
        )}
        <Arrival transfer={transfer} />
        {isWaiting ? <Lapse transfer={transfer} /> : null}
      </div>
      {isWaiting && isPayee ? <Settle transfer={transfer} name={name} /> : null}
      {isPayee ? null : <CancelTransfer transfer={transfer} />}
      <Times transfer={transfer} />
    </>
  );
}

/** Nothing is known yet: it is on its way, or the server does not know it, or does not answer. */
function Unknown({ transferId }: { transferId: TransferId }) {
  const { api, commands } = useClient();
  const isLive = useClientState('status', isLiveOf);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { transfers } = await api.pay.getTransfers({ transferIds: [transferId] }, { signal });
      await commands.takeTransfers(transfers);
      return transfers;
    },
    [api, commands, transferId],
  );
  const { data, failure, reload } = useAnswer(ask);
  useEffect(() => {
    if (isLive) reload();
  }, [isLive, reload]);
  if (data?.length === 0) return <FormError>{explain({ error: 'transfer_unknown' })}</FormError>;
  if (data === null && failure !== null) return <FormError>{failure.text}</FormError>;
  return <Skeleton className="h-64" />;
}

export type TransferDetailProps = { state: State; transferId: TransferId; onClose(): void };

/** A transfer as it stands, and what this person can do with it. */
export default function TransferDetail({ state, transferId, onClose }: TransferDetailProps) {
  const { t } = useLingui();
  const transfer = useTransfer(transferId);
  return (
    <Dialog open onClose={onClose} title={t`Transfer`}>
      {transfer === null ? (
        <Unknown transferId={transferId} />
      ) : (
        <Known state={state} transfer={transfer} />
      )}
    </Dialog>
  );
}
