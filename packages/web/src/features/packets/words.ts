import { t } from '@lingui/core/macro';
import { unreachable } from '@plaza/base';
import { nameIn, type State } from '@plaza/client';
import type { Packet, PersonCard } from '@plaza/contract';
import { formatMoney } from '../../i18n/money.ts';
import type { Standing } from './standing.ts';

/** What stands on a packet whose sender wrote nothing, in the language of who looks. */
export function greetingOf(greeting: string): string {
  return greeting === '' ? t`Best wishes!` : greeting;
}

/** How somebody is called where the packet is; never empty. */
export function nameAt(
  state: State,
  conversationId: Packet['conversationId'],
  card: Pick<PersonCard, 'personId' | 'displayName'>,
): string {
  const { personId, displayName } = card;
  return nameIn(state, conversationId, personId) || displayName || t`Deleted account`;
}

/** How a packet stands, in a few words on its card. */
export function standingWords(standing: Standing, packet: Packet | null, forName: string): string {
  switch (standing) {
    case 'unknown':
      return t`Red packet`;
    case 'processing':
      return t`On its way`;
    case 'mine':
      return t`Tap to open`;
    case 'theirs':
      return t`For ${forName}`;
    case 'waiting':
      return waitingWords(packet);
    case 'got': {
      const amount = packet?.mine == null ? '' : formatMoney(packet.mine.money);
      return t`You got ${amount}`;
    }
    case 'gone':
      return t`All taken`;
    case 'over':
      return t`Over`;
    case 'back':
      return packet?.takenCount === 0 ? t`Nobody took it` : t`Over, the rest came back`;
    case 'failed':
      return t`Not sent`;
    default:
      return unreachable(standing);
  }
}

function waitingWords(packet: Packet | null): string {
  const [taken, count] = [packet?.takenCount ?? 0, packet?.count ?? 1];
  return count === 1 ? t`Not opened yet` : t`${taken} of ${count} taken`;
}
