import { Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Transfer } from '@plaza/contract';
import { formatAmount, formatWait } from '../../i18n/format.ts';
import { useClientState } from '../../state/index.ts';
import { Avatar, SectionCard } from '../../ui/index.ts';
import { nameIn, sideOf } from './names.ts';
import { useWaiting } from './use-waiting.ts';
import { WalletRow } from './WalletRow.tsx';

const whole = (state: State) => state;

function Left({ transfer }: { transfer: Transfer }) {
  const { state, expiresAt, arrivesAt } = transfer;
  const arrivesInMs = arrivesAt == null ? 0 : Date.parse(arrivesAt) - Date.now();
  if (arrivesInMs > 0 && state !== 'processing') {
    const wait = formatWait(arrivesInMs);
    return <Trans>Arrives in {wait}</Trans>;
  }
  if (state === 'arriving') return <Trans>Arrives now</Trans>;
  if (state === 'processing' || expiresAt === null) return <Trans>Being processed</Trans>;
  const leftMs = Date.parse(expiresAt) - Date.now();
  if (leftMs <= 0) return <Trans>Goes back now</Trans>;
  const left = formatWait(leftMs);
  return <Trans>Goes back in {left}</Trans>;
}

function WaitingRow({ transfer }: { transfer: Transfer }) {
  const state = useClientState(['contacts', 'people'], whole);
  const { isPayer, other } = sideOf(state, transfer);
  const name = nameIn(state, other);
  const { transferId, conversationId } = transfer;
  const isForMe = !isPayer && transfer.state === 'waiting';
  return (
    <WalletRow
      to={
        isForMe
          ? `/chats/${conversationId}/transfer/${transferId}`
          : `/me/wallet/transfer/${transferId}`
      }
      start={<Avatar id={other.personId} name={name} photoPath={other.photoPath} size="s" />}
      title={isPayer ? <Trans>To {name}</Trans> : <Trans>From {name}</Trans>}
      subtitle={<Left transfer={transfer} />}
      note={transfer.note}
      amount={
        <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
          <bdi>{formatAmount(transfer.money)}</bdi>
          {isForMe ? (
            <span className="rounded-full bg-transfer px-3 py-1 text-sm text-on-transfer">
              <Trans context="money">Accept</Trans>
            </span>
          ) : null}
        </span>
      }
    />
  );
}

/** Transfers that nobody accepted yet; nothing where there are none. */
export function WalletWaiting({ version }: { version: number }) {
  const waiting = useWaiting(version);
  if (waiting.length === 0) return null;
  return (
    <SectionCard title={<Trans>Waiting to be accepted</Trans>}>
      {waiting.map((transfer) => (
        <WaitingRow key={transfer.transferId} transfer={transfer} />
      ))}
    </SectionCard>
  );
}
