import { Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Packet, PacketTaker } from '@plaza/contract';
import { Crown } from 'lucide-react';
import { formatMoment } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { Avatar } from '../../ui/index.ts';
import { nameAt } from './words.ts';

type TakersProps = { state: State; packet: Packet; takers: readonly PacketTaker[] };

/** Who took of it, in the order in which they did; where luck decided, who was luckiest. */
export function Takers({ state, packet, takers }: TakersProps) {
  if (takers.length === 0) return null;
  return (
    <ol className="edge divide-y divide-line rounded-2xl bg-canvas">
      {takers.map(({ person, money, at, luckiest }) => {
        const name = nameAt(state, packet.conversationId, person);
        return (
          <li
            key={person.personId}
            className="flex min-h-16 flex-wrap items-center gap-x-3 gap-y-1 px-[14px] py-2"
          >
            <Avatar id={person.personId} name={name} photoPath={person.photoPath} size="s" />
            <span className="flex min-w-0 flex-[1_1_6rem] flex-col">
              <bdi className="font-medium">{name}</bdi>
              <time dateTime={at} className="text-sm text-muted">
                {formatMoment(at)}
              </time>
            </span>
            <span className="ms-auto flex flex-col items-end">
              <bdi className="font-semibold tabular-nums">{formatMoney(money)}</bdi>
              {luckiest ? (
                <span className="flex items-center gap-1 text-sm font-medium text-warn">
                  <Crown aria-hidden="true" className="size-4" />
                  <Trans>Luckiest</Trans>
                </span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
