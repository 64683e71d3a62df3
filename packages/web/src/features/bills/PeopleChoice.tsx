import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { useId } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, Skeleton } from '../../ui/index.ts';
import { AmountField } from './AmountField.tsx';
import type { Draft, Plan } from './draft.ts';
import { Picture } from './Picture.tsx';

export type Asked = {
  personId: PersonId;
  name: string;
  /** What the letter of the picture is taken of, where that is not the name. */
  displayName?: string;
  photoPath: string | null;
};

type PeopleChoiceProps = {
  people: readonly Asked[] | null;
  draft: Draft;
  plan: Plan;
  currency: string;
  scale: number;
  onChange(part: Partial<Draft>): void;
  error: string | null;
};

type RowProps = Omit<PeopleChoiceProps, 'people' | 'error'> & { person: Asked };

/** One person: in or out, and what is asked of them as it stands. */
function Row({ person, draft, plan, currency, scale, onChange }: RowProps) {
  const { t } = useLingui();
  const { personId, name, displayName = name, photoPath } = person;
  const isIn = !draft.left.includes(personId);
  const asked = plan.parts.find((part) => part.personId === personId)?.amountMinor ?? null;
  const left = isIn ? [...draft.left, personId] : draft.left.filter((one) => one !== personId);
  return (
    <li className="flex min-h-14 items-center gap-2 px-[14px] py-1.5">
      <label className="flex min-h-11 min-w-0 flex-1 cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          checked={isIn}
          onChange={() => onChange({ left })}
          className="size-5 shrink-0 accent-accent"
        />
        <Picture person={{ personId, displayName, photoPath }} />
        <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
      </label>
      {isIn && draft.way === 'own' ? (
        <AmountField
          isSmall
          label={t`Part of ${name}`}
          text={draft.own[personId] ?? ''}
          onChange={(text) => onChange({ own: { ...draft.own, [personId]: text } })}
          {...{ currency, scale }}
        />
      ) : isIn && asked !== null ? (
        <bdi className="shrink-0 font-semibold tabular-nums">
          {formatMoney({ amountMinor: asked, currency, scale })}
        </bdi>
      ) : null}
    </li>
  );
}

/** Who is asked, with each one’s part. */
export function PeopleChoice({ people, error, ...rest }: PeopleChoiceProps) {
  const id = useId();
  const { draft, onChange } = rest;
  if (people === null) return <Skeleton className="h-32" />;
  const isAll = draft.left.length === 0;
  return (
    <fieldset aria-describedby={`${id}-wrong`} className="min-w-0">
      <legend className="sr-only">
        <Trans>Who takes part</Trans>
      </legend>
      <div className="flex items-center justify-between gap-2 pb-1.5">
        <span aria-hidden="true" className="text-sm font-medium">
          <Trans>Who takes part</Trans>
        </span>
        {people.length > 2 ? (
          <Button
            tone="plain"
            className="-me-3 px-3!"
            onClick={() => onChange({ left: isAll ? people.map((one) => one.personId) : [] })}
          >
            {isAll ? <Trans>Nobody</Trans> : <Trans>Everybody</Trans>}
          </Button>
        ) : null}
      </div>
      <ul className="edge divide-y divide-line rounded-2xl bg-canvas">
        {people.map((person) => (
          <Row key={person.personId} {...rest} person={person} />
        ))}
      </ul>
      <p id={`${id}-wrong`} role="alert" className="pt-1 text-sm text-danger empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
