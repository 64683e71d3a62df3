import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { StatementLine } from '@plaza/contract';
import { Suspense } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { useClientState } from '../../state/index.ts';
import { Facts, type Fact, Dialog } from '../../ui/index.ts';
import { ProofOf } from '../proofs/index.ts';
import { aboutKind } from './line-words.ts';
import { LineLinks } from './LineLinks.tsx';
import { nameIn } from './names.ts';
import { PrintReceipt } from './PrintReceipt.tsx';
import { Reference } from './Reference.tsx';
import { useLineTitle } from './StatementRow.tsx';

type StatementLineDialogProps = { line: StatementLine; onClose(): void };

const whole = (state: State) => state;

/** Who, what, when, and the number: the same questions for a line of every kind. */
function useFacts(line: StatementLine): Fact[] {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people'], whole);
  const { money, kind, counterparty, balanceMinor, note, reference, at } = line;
  const after = formatMoney({ ...money, amountMinor: balanceMinor });
  const name = counterparty === null ? null : <bdi>{nameIn(state, counterparty)}</bdi>;
  const isIn = money.amountMinor > 0;
  return [
    { key: 'kind', label: <Trans>What it is</Trans>, value: t(aboutKind(kind).words) },
    { key: 'with', label: isIn ? <Trans>From</Trans> : <Trans>To</Trans>, value: name },
    {
      key: 'note',
      label: kind === 'top_up' ? <Trans>Reason</Trans> : <Trans>Note</Trans>,
      value: note && <bdi>{note}</bdi>,
    },
    { key: 'at', label: <Trans>When</Trans>, value: formatDateTime(at) },
    { key: 'after', label: <Trans>Balance after it</Trans>, value: after },
    { key: 'ref', label: <Trans>Number</Trans>, value: <Reference text={reference} /> },
  ];
}

/** The receipt of a line that has no page of its own. */
export function StatementLineDialog({ line, onClose }: StatementLineDialogProps) {
  const { money, lineNumber } = line;
  const label = useLineTitle(line);
  const facts = useFacts(line);
  const amount = <bdi>{formatMoney(money, { signed: true })}</bdi>;
  return (
    <Dialog open onClose={onClose} title={label}>
      <p className="py-2 text-center text-3xl font-bold tracking-tight tabular-nums">{amount}</p>
      <Facts facts={facts} />
      <LineLinks line={line} />
      <PrintReceipt {...{ amount, facts }} />
      <Suspense fallback={null}>
        <ProofOf of={{ currency: money.currency, lineNumber }} />
      </Suspense>
    </Dialog>
  );
}
