import { Trans, useLingui } from '@lingui/react/macro';
import type { TransferId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { MessageCircle, SearchX } from 'lucide-react';
import { Suspense, useCallback, useEffect } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { useAnswer, useClient, useClientState } from '../../state/index.ts';
import { ProofOf } from '../proofs/index.ts';
import {
  Facts,
  type Fact,
  Avatar,
  ButtonLink,
  EmptyState,
  FormError,
  Screen,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { Amount } from './Amount.tsx';
import { ContactPayee } from './ContactPayee.tsx';
import { nameIn, sideOf } from './names.ts';
import { PrintReceipt } from './PrintReceipt.tsx';
import { Reference } from './Reference.tsx';
import { ReceiptState } from './ReceiptState.tsx';
import { AsLastKnown } from './WalletNotes.tsx';

const whole = (state: State) => state;
const isLiveOf = ({ status }: State) => status === 'live';

const endLabels = {
  accepted: <Trans context="money">Accepted</Trans>,
  returned: <Trans>Returned</Trans>,
  cancelled: <Trans>Taken back</Trans>,
  expired: <Trans>Came back by itself</Trans>,
  failed: <Trans>Ended</Trans>,
};

function endOf({ state, settledAt }: Transfer): Fact[] {
  if (settledAt === null || !(state in endLabels)) return [];
  const label = endLabels[state as keyof typeof endLabels];
  return [{ key: 'end', label, value: formatDateTime(settledAt) }];
}

function factsOf(transfer: Transfer, names: { from: string; to: string }): Fact[] {
  const { note, createdAt, expiresAt, arrivesAt, state, transferId } = transfer;
  const arrives = arrivesAt == null ? null : formatDateTime(arrivesAt);
  const lapses = state === 'waiting' && expiresAt !== null ? formatDateTime(expiresAt) : null;
  return [
    { key: 'from', label: <Trans>From</Trans>, value: <bdi>{names.from}</bdi> },
    { key: 'to', label: <Trans>To</Trans>, value: <bdi>{names.to}</bdi> },
    { key: 'note', label: <Trans>Note</Trans>, value: note && <bdi>{note}</bdi> },
    { key: 'sent', label: <Trans context="when">Sent</Trans>, value: formatDateTime(createdAt) },
    { key: 'arrives', label: <Trans>Arrives not before</Trans>, value: arrives },
    { key: 'lapses', label: <Trans>Goes back by itself</Trans>, value: lapses },
    ...endOf(transfer),
    { key: 'number', label: <Trans>Number</Trans>, value: <Reference text={transferId} /> },
  ];
}

/** Gone out is negative, come in is not; what came back never counted. */
function asSeen({ money, state }: Transfer, isPayer: boolean) {
  const counts = state === 'accepted' || state === 'waiting' || state === 'arriving';
  const amountMinor = isPayer && counts ? -money.amountMinor : money.amountMinor;
  return { money: { ...money, amountMinor }, signed: counts };
}

function Receipt({ transfer }: { transfer: Transfer }) {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const { isPayer, other } = sideOf(state, transfer);
  const name = nameIn(state, other);
  const me = t`Me`;
  const names = isPayer ? { from: me, to: name } : { from: name, to: me };
  const isWaiting = transfer.state === 'waiting' && !isPayer;
  const mayCancel = isPayer && transfer.arrivesAt != null && !(transfer.state in endLabels);
  const chat = `/chats/${transfer.conversationId}`;
  const facts = factsOf(transfer, names);
  const amount = <Amount {...asSeen(transfer, isPayer)} />;
  return (
    <>
      <div className="flex flex-col items-center gap-2 pt-2 text-center">
        <Avatar id={other.personId} name={name} photoPath={other.photoPath} size="l" />
        <p className="text-lg font-semibold">
          {isPayer ? (
            <Trans>
              To <bdi>{name}</bdi>
            </Trans>
          ) : (
            <Trans>
              From <bdi>{name}</bdi>
            </Trans>
          )}
        </p>
        <p>{amount}</p>
        <ReceiptState transfer={transfer} isPayer={isPayer} name={name} />
      </div>
      {isWaiting ? (
        <ButtonLink to={`${chat}/transfer/${transfer.transferId}`} wide>
          <Trans>Accept or return it</Trans>
        </ButtonLink>
      ) : null}
      {mayCancel ? (
        <ButtonLink to={`${chat}/transfer/${transfer.transferId}`} tone="soft" wide>
          <Trans>Take it back before it arrives</Trans>
        </ButtonLink>
      ) : null}
      <Facts facts={facts} />
      <ButtonLink
        to={chat}
        tone="soft"
        icon={<MessageCircle aria-hidden="true" className="size-5" />}
      >
        <Trans>Open the chat</Trans>
      </ButtonLink>
      {isPayer ? <ContactPayee transfer={transfer} name={name} /> : null}
      <PrintReceipt {...{ amount, facts }} />
      {transfer.state === 'failed' || transfer.state === 'processing' ? null : (
        <Suspense fallback={null}>
          <ProofOf of={{ transferId: transfer.transferId }} />
        </Suspense>
      )}
    </>
  );
}

/** A transfer as this device knows it, and whether the server knows it at all. */
function useReceipt(transferId: TransferId) {
  const { api, commands } = useClient();
  const isLive = useClientState('status', isLiveOf);
  const transfer = useClientState(
    'pay',
    useCallback((state: State) => state.transfers.get(transferId) ?? null, [transferId]),
  );
  const { data, failure, reload } = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        const asked = { transferIds: [transferId] };
        const { transfers } = await api.pay.getTransfers(asked, { signal });
        await commands.takeTransfers(transfers);
        return transfers;
      },
      [api, commands, transferId],
    ),
  );
  const isFailed = failure !== null;
  useEffect(() => {
    if (isLive && isFailed) reload();
  }, [isLive, isFailed, reload]);
  return { transfer, failure, isUnknown: data?.length === 0 };
}

/** All that is known of one transfer, and what can still be done about it. */
export default function ReceiptPage({ id }: { id: TransferId }) {
  const { t } = useLingui();
  const { transfer, failure, isUnknown } = useReceipt(id);
  return (
    <>
      <TopBar title={t`Transfer`} back="/me/wallet" />
      <Screen>
        {transfer !== null ? (
          <>
            <AsLastKnown />
            <Receipt transfer={transfer} />
          </>
        ) : isUnknown ? (
          <EmptyState icon={SearchX} title={<Trans>There is no such transfer</Trans>}>
            <Trans>It was neither sent by you nor to you.</Trans>
          </EmptyState>
        ) : failure === null ? (
          <SkeletonRows count={3} />
        ) : (
          <FormError>{failure.text}</FormError>
        )}
      </Screen>
    </>
  );
}
