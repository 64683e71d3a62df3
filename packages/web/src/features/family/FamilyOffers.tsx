import { Trans } from '@lingui/react/macro';
import { Avatar, ListRow, SectionCard } from '../../ui/index.ts';
import { useFamily } from './use-family.ts';

/** Cards that wait for my yes; nothing as a rule. */
export default function FamilyOffers() {
  const { data } = useFamily();
  const offers = data?.held.filter(({ state }) => state === 'offered') ?? [];
  if (offers.length === 0) return null;
  return (
    <SectionCard title={<Trans>A card for you</Trans>}>
      {offers.map(({ cardId, name, giver }) => {
        const called = giver?.displayName ?? '';
        return (
          <ListRow
            key={cardId}
            to={`/me/wallet/family/${cardId}`}
            start={
              <Avatar
                id={giver?.personId ?? cardId}
                name={called}
                photoPath={giver?.photoPath ?? null}
                size="s"
              />
            }
            title={name}
            subtitle={
              <Trans>
                <bdi>{called}</bdi> lets you pay with their wallet
              </Trans>
            }
          />
        );
      })}
    </SectionCard>
  );
}
