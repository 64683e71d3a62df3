import { nameOf, type State } from '@plaza/client';
import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { ReactNode } from 'react';
import { useClientState } from '../../state/index.ts';
import { Avatar, ListRow, SectionCard, Spinner } from '../../ui/index.ts';

const whole = (state: State) => state;
const plain = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

export type Friend = { person: PersonCard; name: string };

type ContactRowsProps = {
  search: string;
  /** Who is not offered. */
  except?: ReadonlySet<PersonId>;
  /** Who was chosen, while that is under way. */
  busy?: PersonId | null;
  onChoose(friend: Friend): void;
  /** Said where nobody is found. */
  children: ReactNode;
};

/** Contacts by name, of whom one is chosen. */
export function ContactRows({ search, except, busy, onChoose, children }: ContactRowsProps) {
  const state = useClientState(['contacts', 'people'], whole);
  const people = [...state.contacts.values()]
    .filter(({ listed, blocked, person }) => listed && !blocked && !except?.has(person.personId))
    .map(({ person }) => ({ person, name: nameOf(state, person.personId) || person.displayName }))
    .filter(({ person, name }) => plain(name + person.handle).includes(plain(search.trim())));
  if (people.length === 0) {
    return (
      <p role="status" className="py-4 text-center text-muted">
        {children}
      </p>
    );
  }
  return (
    <SectionCard>
      {people.map((friend) => {
        const { personId, handle, photoPath } = friend.person;
        return (
          <ListRow
            key={personId}
            start={<Avatar id={personId} name={friend.name} photoPath={photoPath} size="s" />}
            title={friend.name}
            subtitle={<bdi dir="ltr">@{handle}</bdi>}
            end={busy === personId ? <Spinner /> : null}
            onClick={() => onChoose(friend)}
          />
        );
      })}
    </SectionCard>
  );
}
