import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard } from '@plaza/contract';
import { SearchX } from 'lucide-react';
import { formatDate } from '../../i18n/format.ts';
import {
  ButtonLink,
  EmptyState,
  FormError,
  Note,
  Screen,
  Skeleton,
  TopBar,
} from '../../ui/index.ts';
import { Answering, GiverActions, HolderActions } from './CardActions.tsx';
import { CardFace } from './CardFace.tsx';
import { Payments } from './Payments.tsx';
import { isOver, useFamily } from './use-family.ts';

type SeenProps = { card: FamilyCard; isMine: boolean; onChanged(): void };

function Actions({ card, isMine, onChanged }: SeenProps) {
  if (isOver(card)) return null;
  if (isMine) return <GiverActions {...{ card, onChanged }} />;
  return card.state === 'offered' ? (
    <Answering {...{ card, onChanged }} />
  ) : (
    <HolderActions {...{ card, onChanged }} />
  );
}

function Seen({ card, isMine, onChanged }: SeenProps) {
  const { t } = useLingui();
  const { cardId, giver, holder, state, expiresAt } = card;
  const other = (isMine ? holder : giver)?.displayName ?? t`Deleted account`;
  const until = expiresAt === null ? '' : formatDate(expiresAt);
  return (
    <>
      <CardFace card={card} about={isMine ? t`For ${other}` : t`From ${other}`} />
      {isMine && state === 'offered' ? (
        <Note>
          <Trans>
            <bdi>{other}</bdi> has until {until} to take it.
          </Trans>
        </Note>
      ) : null}
      <Actions {...{ card, isMine, onChanged }} />
      {state === 'offered' ? null : <Payments cardId={cardId} other={other} />}
    </>
  );
}

/** One card, for its giver or its holder. */
export default function CardPage({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, failure, reload } = useFamily();
  const mine = data?.given.find(({ cardId }) => cardId === id);
  const card = mine ?? data?.held.find(({ cardId }) => cardId === id);
  return (
    <>
      <TopBar title={t`Family card`} back="/me/wallet/family" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null && failure === null ? <Skeleton className="aspect-[8/5] w-full" /> : null}
        {data !== null && card === undefined ? (
          <EmptyState
            icon={SearchX}
            title={<Trans>This card is not there any more</Trans>}
            action={
              <ButtonLink to="/me/wallet/family">
                <Trans>All cards</Trans>
              </ButtonLink>
            }
          >
            <Trans>It ended more than a month ago, or was never yours.</Trans>
          </EmptyState>
        ) : null}
        {card === undefined ? null : (
          <Seen card={card} isMine={mine !== undefined} onChanged={reload} />
        )}
      </Screen>
    </>
  );
}
