import { Plural, Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Packet, PacketDetail } from '@plaza/contract';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { formatWait } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { explain } from '../../i18n/refusals.ts';
import { useAnswer, useClient } from '../../state/index.ts';
import { Avatar, FormError, Note, Skeleton, classNames } from '../../ui/index.ts';
import { Amount } from '../pay/index.ts';
import { Fairness } from './Fairness.tsx';
import type { Standing } from './standing.ts';
import { Takers } from './Takers.tsx';
import { greetingOf, nameAt } from './words.ts';

type OpenedProps = {
  state: State;
  packet: Packet;
  standing: Standing;
  commitment: string | null;
  /** It was opened just now: that may be seen. */
  isNew: boolean;
};

const sparks = Array.from({ length: 12 }, (_, index) => index * 30);

function Sparks() {
  return (
    <span aria-hidden="true" className="packet-sparks">
      {sparks.map((turn) => (
        <i key={turn} style={{ rotate: `${turn}deg` }} />
      ))}
    </span>
  );
}

function Flap({ state, packet }: { state: State; packet: Packet }) {
  const { conversationId, sender, greeting } = packet;
  const name = nameAt(state, conversationId, sender);
  return (
    <div
      className={classNames(
        'packet-flap -mx-5 -mt-2 flex shrink-0 flex-col items-center gap-1.5 bg-packet px-5',
        'pt-4 pb-8 text-center text-on-packet',
      )}
    >
      <Avatar id={sender.personId} name={name} photoPath={sender.photoPath} />
      <p className="text-sm">
        <Trans>
          A red packet from <bdi>{name}</bdi>
        </Trans>
      </p>
      <p dir="auto" className="text-lg leading-snug font-bold [overflow-wrap:anywhere]">
        {greetingOf(greeting)}
      </p>
    </div>
  );
}

/** What the viewer got of it, or why there is nothing. */
function Mine({ packet, standing, isNew }: Omit<OpenedProps, 'state' | 'commitment'>) {
  const { mine, failure } = packet;
  if (standing === 'failed') {
    const why = explain({ error: failure ?? 'internal' });
    return <Note tone="warn">{why}</Note>;
  }
  if (mine === null) return null;
  return (
    <div className="relative flex flex-col items-center gap-1 py-1 text-center">
      {isNew ? <Sparks /> : null}
      <p role="status" className={classNames('text-packet-text', isNew && 'packet-rise')}>
        <Amount money={mine.money} />
      </p>
      <Link to="/me/wallet" className="text-sm font-semibold text-accent-text hover:underline">
        <Trans>It is in your wallet</Trans>
      </Link>
    </div>
  );
}

function Taken({ packet, detail }: { packet: Packet; detail: PacketDetail }) {
  const { takenCount, taken, overAt } = detail;
  const { count, money, state, createdAt } = packet;
  const all = money === null ? null : formatMoney(money);
  const got = taken === null ? null : formatMoney(taken);
  const wait =
    overAt === null ? '' : formatWait(Math.max(1, Date.parse(overAt) - Date.parse(createdAt)));
  if (state === 'taken' && all !== null) {
    return (
      <Trans>
        <Plural value={count} one="# share" other="# shares" /> of {all} in all, taken within {wait}
      </Trans>
    );
  }
  return all === null || got === null ? (
    <Trans>
      {takenCount} of {count} taken
    </Trans>
  ) : (
    <Trans>
      {takenCount} of {count} taken: {got} of {all}
    </Trans>
  );
}

function Rest({ packet, detail }: { packet: Packet; detail: PacketDetail }) {
  const { state, expiresAt } = packet;
  if (state === 'returned' && detail.returned !== null) {
    const back = formatMoney(detail.returned);
    return (
      <p className="text-sm text-muted">
        <Trans>{back} went back to who sent it.</Trans>
      </p>
    );
  }
  const leftMs = expiresAt === null ? 0 : Date.parse(expiresAt) - Date.now();
  if (state !== 'open' || leftMs <= 0) return null;
  const wait = formatWait(leftMs);
  return (
    <p className="text-sm text-muted">
      <Trans>What nobody takes goes back in {wait}.</Trans>
    </p>
  );
}

/** All of a packet is asked for again whenever something of it changed. */
function useDetail({ packetId, state, takenCount, mine }: Packet) {
  const { api } = useClient();
  const version = `${state} ${takenCount} ${mine?.number}`;
  const ask = useCallback(
    (signal: AbortSignal) => api.packets.getDetail({ packetId }, { signal }),
    // eslint-disable-next-line react/exhaustive-deps -- the version says that it is another answer
    [api, packetId, version],
  );
  return useAnswer(ask);
}

/** An opened packet: what was in it for me, who took what, and how that can be checked. */
export function Opened({ state, packet, standing, commitment, isNew }: OpenedProps) {
  const { data: detail, failure } = useDetail(packet);
  return (
    <>
      <Flap state={state} packet={packet} />
      <Mine {...{ packet, standing, isNew }} />
      {detail === null ? (
        failure === null ? (
          <Skeleton className="h-32" />
        ) : (
          <FormError>{failure.text}</FormError>
        )
      ) : packet.state === 'failed' ? null : (
        <>
          <div className="flex flex-col gap-0.5">
            <p className="font-medium">
              <Taken packet={packet} detail={detail} />
            </p>
            <Rest packet={packet} detail={detail} />
          </div>
          <Takers state={state} packet={packet} takers={detail.takers} />
          {packet.count > 1 ? (
            <Fairness state={state} detail={detail} commitment={commitment ?? packet.commitment} />
          ) : null}
        </>
      )}
    </>
  );
}
