import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCardId } from '@plaza/base';
import type { FamilyCard, Wallet as Purse } from '@plaza/contract';
import { CreditCard, Wallet, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { RowIcon, classNames, type RowHue } from '../../ui/index.ts';
import type { Source } from './use-source.ts';
import { mostNow } from './use-family.ts';

type OptionProps = {
  name: string;
  icon: LucideIcon;
  hue: RowHue;
  title: string;
  about: string;
  isChosen: boolean;
  onChoose(): void;
};

function Option({ name, icon, hue, title, about, isChosen, onChoose }: OptionProps) {
  return (
    <label
      className={classNames(
        'edge relative flex min-h-[60px] cursor-pointer items-center gap-[12px] rounded-2xl px-[14px] py-2',
        'has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isChosen ? 'bg-soft' : 'bg-surface hover:bg-hover',
      )}
    >
      <input type="radio" name={name} className="sr-only" checked={isChosen} onChange={onChoose} />
      <RowIcon icon={icon} hue={hue} />
      <span className="min-w-0 flex-1">
        <span className={classNames('block', isChosen ? 'font-semibold' : 'font-medium')}>
          <bdi>{title}</bdi>
        </span>
        <span className="block text-sm text-muted">
          <bdi>{about}</bdi>
        </span>
      </span>
      <span
        aria-hidden="true"
        className={classNames(
          'size-5 shrink-0 rounded-full border-2',
          isChosen ? 'border-[6px] border-accent' : 'border-field-line',
        )}
      />
    </label>
  );
}

function CardOption(props: {
  name: string;
  card: FamilyCard;
  isChosen: boolean;
  onChoose(cardId: FamilyCardId): void;
}) {
  const { name, card, isChosen, onChoose } = props;
  const { t } = useLingui();
  const { cardId, currency, scale } = card;
  const most = formatMoney({ amountMinor: mostNow(card), currency, scale });
  const giver = card.giver?.displayName ?? '';
  const about = t`Card of ${giver} · up to ${most} now`;
  return (
    <Option
      {...{ name, isChosen, about }}
      icon={CreditCard}
      hue="pink"
      title={card.name}
      onChoose={() => onChoose(cardId)}
    />
  );
}

/** From what a payment is made; nothing where there is no choice. */
export function SourceChoice({ source, wallet }: { source: Source; wallet: Purse | undefined }) {
  const { t } = useLingui();
  const name = useId();
  const { cards, card, choose } = source;
  if (cards.length === 0) return null;
  const have =
    wallet === undefined ? '' : formatMoney({ ...wallet, amountMinor: wallet.availableMinor });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 px-1 text-sm font-semibold text-muted">
        <Trans>Paid from</Trans>
      </legend>
      {wallet === undefined ? null : (
        <Option
          name={name}
          icon={Wallet}
          hue="violet"
          title={t`My wallet`}
          about={t`You have ${have}`}
          isChosen={card === null}
          onChoose={() => choose(null)}
        />
      )}
      {cards.map((one) => (
        <CardOption
          key={one.cardId}
          name={name}
          card={one}
          isChosen={one.cardId === card?.cardId}
          onChoose={choose}
        />
      ))}
    </fieldset>
  );
}
