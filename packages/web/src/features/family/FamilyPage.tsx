import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard } from '@plaza/contract';
import { CreditCard, HeartHandshake } from 'lucide-react';
import type { ReactNode } from 'react';
import { api, useAnswer } from '../../state/index.ts';
import {
  Button,
  ButtonLink,
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { CardRow } from './CardRow.tsx';
import { isOver, useFamily, type FamilyCards } from './use-family.ts';

const askRules = async () => (await api.family.getRules({})).rules;

type ListProps = { title: ReactNode; cards: readonly FamilyCard[]; side: 'given' | 'held' };

function List({ title, cards, side }: ListProps) {
  if (cards.length === 0) return null;
  return (
    <SectionCard title={title}>
      {cards.map((card) => (
        <CardRow key={card.cardId} card={card} side={side} />
      ))}
    </SectionCard>
  );
}

function Cards({ given, held }: FamilyCards) {
  const open = (cards: readonly FamilyCard[]) => cards.filter((card) => !isOver(card));
  const over = [...given, ...held].filter(isOver);
  if (given.length + held.length === 0) {
    return (
      <EmptyState icon={HeartHandshake} title={<Trans>Let your family pay with your wallet</Trans>}>
        <Trans>
          You say how much a payment, a day and a month may cost. They pay in shops, you see each
          payment, and you can stop it at any time.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <List title={<Trans>Cards for me</Trans>} cards={open(held)} side="held" />
      <List title={<Trans>Cards that I gave</Trans>} cards={open(given)} side="given" />
      {over.length === 0 ? null : (
        <SectionCard title={<Trans>Over</Trans>}>
          {over.map((card) => (
            <CardRow key={card.cardId} card={card} side={given.includes(card) ? 'given' : 'held'} />
          ))}
        </SectionCard>
      )}
    </>
  );
}

/** Who pays with my wallet, and with whose I may pay. */
export default function FamilyPage() {
  const { t } = useLingui();
  const { data, failure, reload } = useFamily();
  const { data: rules } = useAnswer(askRules);
  const mayGive = rules?.some(({ left }) => left > 0) ?? false;
  return (
    <>
      <TopBar title={t`Family cards`} back="/me/wallet" />
      <Screen>
        {data !== null ? <Cards {...data} /> : null}
        {data === null && failure === null ? <SkeletonRows count={3} /> : null}
        {failure === null ? null : (
          <>
            <FormError>{failure.text}</FormError>
            <Button tone="soft" onClick={reload}>
              <Trans>Try again</Trans>
            </Button>
          </>
        )}
        {mayGive ? (
          <ButtonLink
            to="/me/wallet/family/give"
            wide
            icon={<CreditCard aria-hidden="true" className="size-5" />}
          >
            <Trans>Give a card</Trans>
          </ButtonLink>
        ) : null}
      </Screen>
    </>
  );
}
