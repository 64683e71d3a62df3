import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Avatar, ListRow } from '../../ui/index.ts';
import { personName } from './names.ts';
import { foldName } from './text.ts';

const mostFound = 50;

type FoundContactsProps = { wanted: string; state: State };

/** Contacts with the wanted name. */
export function FoundContacts({ wanted, state }: FoundContactsProps) {
  const { t } = useLingui();
  const found = [...state.contacts.values()]
    .filter(({ listed, person, remark }) => {
      const names = [person.displayName, remark ?? '', person.handle];
      return listed && names.some((name) => foldName(name).includes(wanted));
    })
    .slice(0, mostFound);
  if (found.length === 0) return null;
  return (
    <section aria-label={t`Contacts`}>
      <h2 className="px-4 pt-4 pb-1 text-sm font-semibold text-muted">
        <Trans>Contacts</Trans>
      </h2>
      {found.map(({ person }) => (
        <ListRow
          key={person.personId}
          to={`/contacts/${person.personId}`}
          title={personName(state, person.personId)}
          subtitle={`@${person.handle}`}
          start={
            <Avatar
              id={person.personId}
              name={personName(state, person.personId)}
              photoPath={person.photoPath}
            />
          }
        />
      ))}
    </section>
  );
}
