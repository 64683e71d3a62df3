import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { PacketKind, PacketRule, Wallet } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, Note, Segmented, TextField } from '../../ui/index.ts';
import { AmountKeypad } from '../pay/index.ts';
import { CountField } from './CountField.tsx';
import { planOf, type Draft, type Wrong } from './draft.ts';
import { TakerChoice } from './TakerChoice.tsx';

export type Taker = { personId: PersonId; name: string; photoPath: string | null };

const maxGreetingLength = 60;

type PacketFormProps = {
  draft: Draft;
  onChange(draft: Draft): void;
  rule: PacketRule;
  wallet: Wallet;
  isGroup: boolean;
  memberCount: number;
  people: readonly Taker[] | null;
  onSend(plan: { count: number; amountMinor: number }): void;
};

function useWrongWords({ currency, scale, maxShareMinor, maxAmountMinor }: PacketRule) {
  const { t } = useLingui();
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, scale });
  return (wrong: Wrong | null): string | null => {
    switch (wrong) {
      case 'amount':
        return t`Type an amount.`;
      case 'too_small':
        return t`Everybody must get at least ${money(1)}.`;
      case 'share_too_large':
        return t`At most ${money(maxShareMinor)} for each.`;
      case 'too_large':
        return t`At most ${money(maxAmountMinor)} in one red packet.`;
      case 'too_much':
        return t`This is more than you have.`;
      default:
        return null;
    }
  };
}

/** Empty fields are only complained about once somebody wants to go on. */
const untilTried: ReadonlySet<Wrong> = new Set(['amount', 'count', 'person']);

/** What goes into a red packet, for whom, and in how many shares. */
export function PacketForm(props: PacketFormProps) {
  const { draft, onChange, rule, wallet, isGroup, memberCount, people, onSend } = props;
  const { t } = useLingui();
  const [isTried, setTried] = useState(false);
  const wrongWords = useWrongWords(rule);
  const { availableMinor, state, reason } = wallet;
  const { currency, scale } = rule;
  const { count, amountMinor, wrong } = planOf(draft, { rule, availableMinor, isGroup });
  const told = wrong !== null && (isTried || !untilTried.has(wrong)) ? wrong : null;
  const isFrozen = state === 'frozen';
  const change = (part: Partial<Draft>) => {
    setTried(false);
    onChange({ ...draft, ...part });
  };
  const whole = formatMoney({ amountMinor: amountMinor ?? 0, currency, scale });
  const available = formatMoney({ amountMinor: availableMinor, currency, scale });
  const isEach = draft.kind === 'fixed' && isGroup;

  function go(): void {
    setTried(true);
    if (wrong === null && amountMinor !== null && !isFrozen) onSend({ count, amountMinor });
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {isGroup ? (
        <Segmented<PacketKind>
          label={t`How it is shared`}
          value={draft.kind}
          options={[
            { value: 'lucky', label: t`By luck` },
            { value: 'fixed', label: t`Equally` },
            { value: 'forOne', label: t`For one` },
          ]}
          onChange={(kind) => change({ kind })}
        />
      ) : null}
      {isFrozen ? (
        <Note tone="warn">
          <Trans>Your wallet is frozen by the operator: {reason}</Trans>
        </Note>
      ) : null}
      <AmountKeypad
        label={isEach ? t`Amount for each` : t`Amount`}
        text={draft.amount}
        onChange={(amount) => change({ amount })}
        {...{ currency, scale }}
        error={wrongWords(told)}
        about={t`Available: ${available}`}
        onEnter={go}
      >
        {isGroup && draft.kind === 'forOne' ? (
          <TakerChoice
            people={people}
            chosen={draft.forPersonId}
            onChange={(forPersonId) => change({ forPersonId })}
            error={told === 'person' ? t`Choose who may open it.` : null}
          />
        ) : isGroup ? (
          <CountField
            value={draft.count}
            onChange={(value) => change({ count: value })}
            about={plural(memberCount, { one: '# member here', other: '# members here' })}
            error={told === 'count' ? t`From 1 to 100.` : null}
          />
        ) : null}
        <TextField
          label={t`Greeting`}
          value={draft.greeting}
          maxLength={maxGreetingLength}
          autoComplete="off"
          placeholder={t`Best wishes!`}
          onChange={(greeting) => change({ greeting })}
        />
      </AmountKeypad>
      <Button
        type="submit"
        wide
        disabled={isFrozen}
        className="bg-packet! text-on-packet! hover:brightness-105"
      >
        {amountMinor === null ? <Trans>Put money in</Trans> : <Trans>Put {whole} in</Trans>}
      </Button>
    </form>
  );
}
