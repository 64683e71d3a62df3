import { useLingui } from '@lingui/react/macro';
import type { PacketId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation, ShownMessage } from '@plaza/contract';
import { Link } from 'wouter';
import { formatTime } from '../../i18n/format.ts';
import { classNames } from '../../ui/index.ts';
import { Seal } from './Seal.tsx';
import { isSpent, standsFor } from './standing.ts';
import { usePacket } from './use-packet.ts';
import { greetingOf, nameAt, standingWords } from './words.ts';

type Card = Extract<ShownMessage, { type: 'packet' }>;

type PacketCardProps = { card: Card; at: string; state: State; conversation: Conversation };

function useForName(state: State, conversation: Conversation, personId: Card['forPersonId']) {
  if (personId === null) return '';
  return nameAt(state, conversation.conversationId, { personId, displayName: '' });
}

/** A red packet in its conversation: it leads to the envelope, or to who took what. */
export function PacketCard({ card, at, state, conversation }: PacketCardProps) {
  const { t } = useLingui();
  const packet = usePacket(card.packetId satisfies PacketId);
  const { conversationId, kind } = conversation;
  const viewer = { meId: state.me?.personId ?? null, isGroup: kind === 'group' };
  const standing = standsFor(packet, { ...viewer, nowMs: Date.now() });
  const forName = useForName(state, conversation, card.forPersonId);
  const spent = isSpent(standing);
  return (
    <Link
      to={`/chats/${conversationId}/packet/${card.packetId}`}
      className={classNames(
        'edge block w-64 max-w-full overflow-hidden rounded-2xl transition-[filter]',
        'shadow-[0_1px_1px_rgb(0_0_0/0.05)] hover:brightness-105',
        spent ? 'bg-packet-open text-on-packet-open' : 'bg-packet text-on-packet',
      )}
    >
      <span className="flex items-center gap-[12px] px-[14px] pt-[14px] pb-[12px]">
        <Seal spent={spent} />
        <span className="flex min-w-0 flex-col gap-0.5">
          <span dir="auto" className="line-clamp-2 leading-snug font-semibold">
            {greetingOf(card.greeting)}
          </span>
          <span className="text-sm">{standingWords(standing, packet, forName)}</span>
        </span>
      </span>
      <span
        className={classNames(
          'mx-[14px] flex items-center justify-between gap-3 border-t py-1.5 text-xs',
          spent ? 'border-current/15' : 'border-current/25',
        )}
      >
        <span>{card.kind === 'lucky' ? t`Red packet · lucky draw` : t`Red packet`}</span>
        <time dateTime={at} className="shrink-0 tabular-nums">
          {formatTime(at)}
        </time>
      </span>
    </Link>
  );
}
