import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, FormError, Segmented, Switch, TextField } from '../../ui/index.ts';
import { AmountField } from './AmountField.tsx';
import { isOdd, type Draft, type Plan, type Way, type Wrong } from './draft.ts';
import { PeopleChoice, type Asked } from './PeopleChoice.tsx';

const maxTitleLength = 40;

type BillFormProps = {
  draft: Draft;
  plan: Plan;
  /** Who could take part, the asking person first of a split; null while they are not known. */
  people: readonly Asked[] | null;
  currency: string;
  scale: number;
  maxAmountMinor: number;
  busy: boolean;
  /** Why the server did not take it. */
  refused: string | null;
  onChange(draft: Draft): void;
  onAsk(): void;
};

type Known = Pick<BillFormProps, 'currency' | 'scale' | 'maxAmountMinor'>;

function useWrongWords({ currency, scale, maxAmountMinor }: Known) {
  const { t } = useLingui();
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, scale });
  return (wrong: Wrong | null): string | null => {
    switch (wrong) {
      case 'title':
        return t`Say what it is for.`;
      case 'people':
        return t`Choose at least one other person.`;
      case 'too_many':
        return t`A bill is shared by 100 people at most, a collection by 500.`;
      case 'amount':
        return t`Type an amount.`;
      case 'too_small':
        return t`Everybody pays at least ${money(1)}.`;
      case 'too_large':
        return t`At most ${money(maxAmountMinor)} for each.`;
      default:
        return null;
    }
  };
}

const ofPeople: ReadonlySet<Wrong> = new Set(['people', 'too_many']);

/** The amount, or what follows from the own amounts of all. */
function Whole(props: BillFormProps & { error: string | null }) {
  const { draft, plan, currency, scale, onChange, error } = props;
  const { t } = useLingui();
  if (draft.way === 'own') {
    const sum = formatMoney({ amountMinor: plan.amountMinor ?? 0, currency, scale });
    return (
      <p className="flex flex-wrap justify-between gap-2">
        <span className="text-muted">
          <Trans>Together</Trans>
        </span>
        <bdi className="font-semibold tabular-nums">{sum}</bdi>
      </p>
    );
  }
  if (draft.way === 'collect' && draft.isFree) return null;
  return (
    <AmountField
      label={draft.way === 'collect' ? t`Amount for each` : t`Whole amount`}
      text={draft.amount}
      onChange={(amount) => onChange({ ...draft, amount })}
      {...{ currency, scale, error }}
    />
  );
}

/** What is asked, of whom, and each one’s part as it stands. */
export function BillForm(props: BillFormProps) {
  const { draft, plan, people, currency, scale, busy, refused, onChange, onAsk } = props;
  const { t } = useLingui();
  const [isTried, setTried] = useState(false);
  const wrongWords = useWrongWords(props);
  const wrong = isTried ? plan.wrong : null;
  const told = wrongWords(wrong);
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const isOfAmount = wrong !== null && wrong !== 'title' && !ofPeople.has(wrong);
  const whole = formatMoney({ amountMinor: plan.amountMinor ?? 0, currency, scale });
  const isWhole = draft.way !== 'collect' && plan.amountMinor !== null;
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (plan.wrong === null && people !== null) onAsk();
      }}
    >
      <Segmented<Way>
        label={t`How it is shared`}
        value={draft.way}
        options={[
          { value: 'equal', label: t`Equally` },
          { value: 'own', label: t`Unequally` },
          { value: 'collect', label: t`Collect` },
        ]}
        onChange={(way) => change({ way })}
      />
      <TextField
        label={t`What it is for`}
        value={draft.title}
        maxLength={maxTitleLength}
        autoComplete="off"
        error={wrong === 'title' ? told : null}
        onChange={(title) => change({ title })}
      />
      {draft.way === 'collect' ? (
        <div className="edge overflow-hidden rounded-2xl bg-canvas">
          <Switch
            label={t`Each gives what they choose`}
            checked={draft.isFree}
            onChange={(isFree) => change({ isFree })}
          />
        </div>
      ) : null}
      <Whole {...props} error={isOfAmount && draft.way !== 'own' ? told : null} />
      <PeopleChoice
        {...{ people, draft, plan, currency, scale }}
        onChange={change}
        error={
          wrong !== null && (ofPeople.has(wrong) || (isOfAmount && draft.way === 'own'))
            ? told
            : null
        }
      />
      {draft.way === 'equal' && isOdd(plan) ? (
        <p className="text-sm text-muted">
          <Trans>It does not divide evenly: the first ones pay the smallest unit more.</Trans>
        </p>
      ) : null}
      <FormError>{refused}</FormError>
      <Button type="submit" wide busy={busy}>
        {isWhole ? <Trans>Share {whole}</Trans> : <Trans>Ask for it</Trans>}
      </Button>
    </form>
  );
}
