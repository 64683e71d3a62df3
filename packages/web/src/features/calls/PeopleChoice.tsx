import type { PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import { Check } from 'lucide-react';
import { Avatar, classNames } from '../../ui/index.ts';

export type Candidate = { person: PersonCard; name: string };

type ChoiceProps = {
  candidates: readonly Candidate[];
  chosen: ReadonlySet<PersonId>;
  /** So many fit. */
  most: number;
  onChange(chosen: ReadonlySet<PersonId>): void;
};

/** Members of a group to be called. */
export function PeopleChoice({ candidates, chosen, most, onChange }: ChoiceProps) {
  function toggle(personId: PersonId): void {
    const next = new Set(chosen);
    if (!next.delete(personId)) next.add(personId);
    onChange(next);
  }
  return (
    <ul className="-mx-5 flex flex-col">
      {candidates.map(({ person, name }) => {
        const { personId } = person;
        const isChosen = chosen.has(personId);
        const isFull = !isChosen && chosen.size >= most;
        return (
          <li key={personId}>
            <label
              className={classNames(
                'flex min-h-13 items-center gap-3 px-5 py-1.5 has-focus-visible:outline-2',
                'has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
                isFull ? 'opacity-45' : 'cursor-pointer hover:bg-hover',
              )}
            >
              <input
                type="checkbox"
                className="sr-only"
                checked={isChosen}
                disabled={isFull}
                onChange={() => toggle(personId)}
              />
              <span
                aria-hidden="true"
                className={classNames(
                  'edge grid size-6 shrink-0 place-items-center rounded-full border-2',
                  isChosen ? 'border-accent bg-accent text-on-accent' : 'border-muted',
                )}
              >
                {isChosen ? <Check className="size-4" strokeWidth={3} /> : null}
              </span>
              <Avatar id={personId} name={name} photoPath={person.photoPath} size="s" />
              <span dir="auto" className="min-w-0 truncate font-medium">
                {name}
              </span>
            </label>
          </li>
        );
      })}
    </ul>
  );
}
