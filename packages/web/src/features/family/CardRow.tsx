import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard } from '@plaza/contract';
import { CreditCard } from 'lucide-react';
import { formatMoney } from '../../i18n/money.ts';
import { Avatar, ListRow, RowIcon } from '../../ui/index.ts';
import { stateWords } from './words.ts';

type CardRowProps = { card: FamilyCard; side: 'given' | 'held' };

/** One card in a list: whose, and what is left of it today. */
export function CardRow({ card, side }: CardRowProps) {
  const { t } = useLingui();
  const { cardId, name, currency, scale, state, leftTodayMinor } = card;
  const other = side === 'given' ? card.holder : card.giver;
  const left = formatMoney({ amountMinor: leftTodayMinor, currency, scale });
  const called = other?.displayName ?? t`Deleted account`;
  return (
    <ListRow
      to={`/me/wallet/family/${cardId}`}
      start={
        other === null ? (
          <RowIcon icon={CreditCard} hue="pink" />
        ) : (
          <Avatar id={other.personId} name={called} photoPath={other.photoPath} size="s" />
        )
      }
      title={name}
      subtitle={
        <>
          <span className="block">{side === 'given' ? t`For ${called}` : t`From ${called}`}</span>
          {state === 'active' ? <Trans>{left} left today</Trans> : t(stateWords[state])}
        </>
      }
    />
  );
}
