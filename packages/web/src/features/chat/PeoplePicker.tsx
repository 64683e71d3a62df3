import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { Check, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Avatar, ButtonLink, EmptyState, SearchField, classNames } from '../../ui/index.ts';
import { personName } from './names.ts';
import { foldName } from './text.ts';

type PeoplePickerProps = {
  state: State;
  /** People who are in already. */
  without: ReadonlySet<PersonId>;
  chosen: ReadonlySet<PersonId>;
  onChange(chosen: ReadonlySet<PersonId>): void;
};

type ChoiceProps = { name: string; handle: string; photoPath: string | null; id: PersonId };

function Choice(props: ChoiceProps & { isChosen: boolean; onToggle(): void }) {
  const { id, name, handle, photoPath, isChosen, onToggle } = props;
  return (
    <label
      className={classNames(
        'flex min-h-15 cursor-pointer items-center gap-3 px-4 py-2 hover:bg-hover',
        'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2',
        'has-focus-visible:outline-accent',
      )}
    >
      <input type="checkbox" className="sr-only" checked={isChosen} onChange={onToggle} />
      <span
        aria-hidden="true"
        className={classNames(
          'edge grid size-6 shrink-0 place-items-center rounded-full border-2',
          isChosen ? 'border-accent bg-accent text-on-accent' : 'border-muted',
        )}
      >
        {isChosen ? <Check className="size-4" strokeWidth={3} /> : null}
      </span>
      <Avatar id={id} name={name} photoPath={photoPath} size="s" />
      <span className="flex min-w-0 flex-col">
        <span dir="auto" className="font-medium">
          {name}
        </span>
        <span className="text-sm text-muted">
          <bdi dir="ltr">@{handle}</bdi>
        </span>
      </span>
    </label>
  );
}

/** Contacts to choose from, by name. */
export function PeoplePicker({ state, without, chosen, onChange }: PeoplePickerProps) {
  const { t, i18n } = useLingui();
  const [search, setSearch] = useState('');
  const order = new Intl.Collator(i18n.locale);
  const all = [...state.contacts.values()]
    .filter(({ listed, blocked, person }) => listed && !blocked && !without.has(person.personId))
    .map(({ person }) => ({ person, name: personName(state, person.personId) }))
    .sort((a, b) => order.compare(a.name, b.name));
  const wanted = foldName(search);
  const shown = all.filter(({ name, person }) => foldName(name + person.handle).includes(wanted));

  function toggle(id: PersonId): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  }

  if (all.length === 0) {
    return (
      <EmptyState
        icon={UsersRound}
        title={<Trans>There is nobody to add</Trans>}
        action={
          <ButtonLink to="/contacts/add">
            <Trans>Add a contact</Trans>
          </ButtonLink>
        }
      >
        <Trans>Groups are made of contacts.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <div className="px-4 py-2">
        <SearchField label={t`Search contacts by name`} value={search} onChange={setSearch} />
      </div>
      <fieldset className="min-w-0">
        <legend className="sr-only">
          <Trans>Contacts</Trans>
        </legend>
        {shown.map(({ person: { personId, handle, photoPath }, name }) => (
          <Choice
            key={personId}
            {...{ id: personId, name, handle, photoPath }}
            isChosen={chosen.has(personId)}
            onToggle={() => toggle(personId)}
          />
        ))}
        {shown.length === 0 ? (
          <p role="status" className="p-6 text-center text-muted">
            <Trans>Nobody has this name.</Trans>
          </p>
        ) : null}
      </fieldset>
    </>
  );
}
