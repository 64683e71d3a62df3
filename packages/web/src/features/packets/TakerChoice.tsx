import { Trans } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { useId } from 'react';
import { Avatar, Skeleton, classNames } from '../../ui/index.ts';
import type { Taker } from './PacketForm.tsx';

type TakerChoiceProps = {
  people: readonly Taker[] | null;
  chosen: PersonId | null;
  onChange(personId: PersonId): void;
  error: string | null;
};

/** The one person who may open it: real radio buttons in a row that can be scrolled. */
export function TakerChoice({ people, chosen, onChange, error }: TakerChoiceProps) {
  const name = useId();
  return (
    <fieldset aria-describedby={`${name}-wrong`} className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">
        <Trans>Who may open it</Trans>
      </legend>
      {people === null ? <Skeleton className="h-24" /> : null}
      <div className="-mx-1 flex gap-1 overflow-x-auto p-1">
        {people?.map(({ personId, name: called, photoPath }) => (
          <label
            key={personId}
            className={classNames(
              'edge relative flex w-20 shrink-0 cursor-pointer flex-col items-center gap-1 rounded-2xl p-2',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              personId === chosen ? 'bg-soft font-semibold text-accent-text' : 'hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={personId === chosen}
              onChange={() => onChange(personId)}
            />
            <Avatar id={personId} name={called} photoPath={photoPath} size="s" />
            <span dir="auto" className="line-clamp-2 max-w-full text-center text-sm">
              {called}
            </span>
          </label>
        ))}
      </div>
      <p id={`${name}-wrong`} role="alert" className="pt-1 text-sm text-danger empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
