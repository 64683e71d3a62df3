import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useMe } from '../../state/session.ts';
import { Paper } from './Paper.tsx';
import type { Fact } from '../../ui/index.ts';

type ReceiptPaperProps = { amount: ReactNode; facts: readonly Fact[]; onDone(): void };

/** A receipt on paper: whose, how much, and what it says. */
export function ReceiptPaper({ amount, facts, onDone }: ReceiptPaperProps) {
  const { displayName, handle } = useMe();
  return (
    <Paper onDone={onDone}>
      <h1>
        <Trans>Receipt</Trans>
      </h1>
      <p>
        {displayName} · @{handle}
      </p>
      <h1>{amount}</h1>
      <dl>
        {facts
          .filter(({ value }) => value != null && value !== '')
          .map(({ key, label, value }) => [
            <dt key={`${key}-label`}>{label}</dt>,
            <dd key={key}>{value}</dd>,
          ])}
      </dl>
    </Paper>
  );
}
