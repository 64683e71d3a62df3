import { useLingui } from '@lingui/react/macro';
import { UsersRound } from 'lucide-react';
import { Avatar, classNames } from '../../../ui/index.ts';
import type { Mentionable } from './mentions.ts';

export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

type MentionListProps = {
  listId: string;
  people: readonly Mentionable[];
  active: number;
  photoOf(person: Mentionable): string | null;
  onPick(person: Mentionable): void;
};

/** Who can be mentioned, above the field; the field keeps the focus and tells which is meant. */
export function MentionList({ listId, people, active, photoOf, onPick }: MentionListProps) {
  const { t } = useLingui();
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={t`Mention somebody`}
      className="max-h-56 overflow-y-auto border-b border-line py-1"
    >
      {people.map((person, index) => (
        // The keys are heard by the field, which says by `aria-activedescendant` what is chosen.
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- see above
        <div
          key={person.personId ?? 'all'}
          id={optionId(listId, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
          className={classNames(
            'flex min-h-12 cursor-pointer items-center gap-3 px-4 py-1.5',
            index === active ? 'bg-soft' : 'hover:bg-hover',
          )}
        >
          {person.personId === null ? (
            <span
              aria-hidden="true"
              className="grid size-[36px] place-items-center rounded-full bg-soft text-accent-text"
            >
              <UsersRound className="size-5" />
            </span>
          ) : (
            <Avatar id={person.personId} name={person.name} photoPath={photoOf(person)} size="s" />
          )}
          <span className="flex min-w-0 flex-col">
            <bdi className="truncate font-medium">{person.name}</bdi>
            {person.personId === null ? (
              <span className="text-sm text-muted">{t`Everybody is told`}</span>
            ) : null}
          </span>
        </div>
      ))}
    </div>
  );
}
