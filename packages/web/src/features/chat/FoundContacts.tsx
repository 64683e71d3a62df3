import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Avatar, ListRow } from '../../ui/index.ts';
import { personName } from './names.ts';
import { foldName } from './text.ts';

const mostFound = 50;

type FoundContactsProps = { wanted: string; hasOthers: boolean; state: State };

/** Contacts with the wanted name; what was said is not searched, and it says so. */
export function FoundContacts({ wanted, hasOthers, state }: FoundContactsProps) {
  const { t } = useLingui();
  const found = [...state.contacts.values()]
    .filter(({ listed, person, remark }) => {
      const names = [person.displayName, remark ?? '', person.handle];
      return listed && names.some((name) => foldName(name).includes(wanted));
    })
    .slice(0, mostFound);
  return (
    <>
      {found.length === 0 ? null : (
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
      )}
      <p className="px-4 py-4 text-center text-sm text-muted" role="status">
        {found.length === 0 && !hasOthers ? (
          <Trans>Nothing has this name.</Trans>
        ) : (
          <Trans>Names are searched, not what was said.</Trans>
        )}
      </p>
    </>
  );
}
