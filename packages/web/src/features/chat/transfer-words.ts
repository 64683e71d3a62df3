import { t } from '@lingui/core/macro';
import { unreachable, type PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { formatMoney } from '../../i18n/money.ts';
import { personName } from './names.ts';
import { oneLine } from './text.ts';
import { tellingOf, type Sent, type Settled, type Standing } from './transfer-telling.ts';

/** What happened with money, as one sentence for this viewer. */
export function transferSentence(state: State, said: Sent | Settled, senderId: PersonId): string {
  const { what, byMe, personId } = tellingOf(said, senderId, state.me?.personId ?? null);
  const amount = formatMoney(said.money);
  const name = personName(state, personId);
  switch (what) {
    case 'sent': {
      const sentence = byMe ? t`You sent ${amount} to ${name}.` : t`${name} sent you ${amount}.`;
      const note = said.type === 'transfer' ? oneLine(said.note) : '';
      return note === '' ? sentence : `${sentence} ${note}`;
    }
    case 'accepted':
      return byMe ? t`You accepted ${amount}.` : t`${name} accepted ${amount}.`;
    case 'returned':
      return byMe ? t`You returned ${amount}.` : t`${name} returned ${amount}.`;
    case 'cancelled':
      return byMe ? t`You took ${amount} back.` : t`${name} took ${amount} back.`;
    case 'expired':
      return byMe
        ? t`${amount} came back to you, because they were not accepted in time.`
        : t`${amount} went back to ${name}, because they were not accepted in time.`;
    default:
      return unreachable(what);
  }
}

/** The same in the list of chats, where there is room for a few words. */
export function transferPreview(said: Sent | Settled): string {
  const amount = formatMoney(said.money);
  if (said.type === 'transfer') return t`[Transfer] ${amount}`;
  switch (said.outcome) {
    case 'accepted':
      return t`[Transfer] ${amount} accepted`;
    case 'returned':
      return t`[Transfer] ${amount} returned`;
    case 'cancelled':
      return t`[Transfer] ${amount} taken back`;
    case 'expired':
      return t`[Transfer] ${amount} expired`;
    default:
      return unreachable(said.outcome);
  }
}

/** How a transfer stands, in two words below its card. */
export function standingWords(standing: Standing): string {
  switch (standing) {
    case 'unknown':
      return t`Transfer`;
    case 'processing':
      return t`Transfer · on its way`;
    case 'mine':
      return t`Tap to accept`;
    case 'waiting':
      return t`Transfer · waiting`;
    case 'arriving':
      return t`Transfer · arrives later`;
    case 'accepted':
      return t`Transfer · accepted`;
    case 'returned':
      return t`Transfer · returned`;
    case 'cancelled':
      return t`Transfer · taken back`;
    case 'expired':
      return t`Transfer · expired`;
    case 'failed':
      return t`Transfer · not paid`;
    default:
      return unreachable(standing);
  }
}
