import { Trans, useLingui } from '@lingui/react/macro';
import type { StatementLine } from '@plaza/contract';
import { Suspense } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { Dialog } from '../../ui/index.ts';
import { ProofOf } from '../proofs/index.ts';
import { kindWords } from './line-words.ts';
import { Reference, ReceiptFacts } from './ReceiptFacts.tsx';
import { useLineTitle } from './StatementRow.tsx';

type StatementLineDialogProps = { line: StatementLine; onClose(): void };

/** The receipt of a line that belongs to no transfer, such as a top-up. */
export function StatementLineDialog({ line, onClose }: StatementLineDialogProps) {
  const { t } = useLingui();
  const { money, kind, balanceMinor, note, reference, at } = line;
  const label = useLineTitle(line);
  const after = formatMoney({ ...money, amountMinor: balanceMinor });
  return (
    <Dialog open onClose={onClose} title={label}>
      <p className="py-2 text-center text-3xl font-bold tracking-tight tabular-nums">
        <bdi>{formatMoney(money, { signed: true })}</bdi>
      </p>
      <ReceiptFacts
        facts={[
          { key: 'kind', label: <Trans>What it is</Trans>, value: t(kindWords[kind]) },
          { key: 'note', label: <Trans>Reason</Trans>, value: note && <bdi>{note}</bdi> },
          { key: 'at', label: <Trans>When</Trans>, value: formatDateTime(at) },
          { key: 'after', label: <Trans>Balance after it</Trans>, value: after },
          { key: 'ref', label: <Trans>Number</Trans>, value: <Reference text={reference} /> },
        ]}
      />
      <Suspense fallback={null}>
        <ProofOf of={{ currency: money.currency, lineNumber: line.lineNumber }} />
      </Suspense>
    </Dialog>
  );
}
