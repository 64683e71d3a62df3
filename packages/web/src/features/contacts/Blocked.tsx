import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Ban } from 'lucide-react';
import { useClientState } from '../../state/index.ts';
import { Avatar, EmptyState, ListRow, Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { personName } from '../chat/index.ts';

const whole = (state: State) => state;

/** People who were blocked; each page lifts it. */
export function Blocked() {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const blocked = [...state.contacts.values()].filter((contact) => contact.blocked);
  return (
    <>
      <TopBar title={t`Blocked people`} back="/contacts" backOnPhone />
      <Screen>
        {blocked.length === 0 ? (
          <EmptyState icon={Ban} title={<Trans>Nobody is blocked</Trans>} />
        ) : (
          <SectionCard>
            {blocked.map(({ person: { personId, handle, photoPath } }) => {
              const name = personName(state, personId);
              return (
                <ListRow
                  key={personId}
                  to={`/contacts/${personId}`}
                  title={name}
                  subtitle={<bdi dir="ltr">@{handle}</bdi>}
                  start={<Avatar id={personId} name={name} photoPath={photoPath} size="s" />}
                />
              );
            })}
          </SectionCard>
        )}
      </Screen>
    </>
  );
}
