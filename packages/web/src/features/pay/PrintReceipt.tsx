import { Trans } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/index.ts';
import type { Fact } from '../../ui/index.ts';
import { ReceiptPaper } from './ReceiptPaper.tsx';

type PrintReceiptProps = { amount: ReactNode; facts: readonly Fact[] };

/** Prints a receipt, or keeps it as a PDF, as the browser offers. */
export function PrintReceipt({ amount, facts }: PrintReceiptProps) {
  const [isPrinting, setPrinting] = useState(false);
  return (
    <>
      <Button
        tone="plain"
        icon={<Printer aria-hidden="true" className="size-5" />}
        onClick={() => setPrinting(true)}
      >
        <Trans>Print or PDF</Trans>
      </Button>
      {isPrinting ? (
        <ReceiptPaper {...{ amount, facts }} onDone={() => setPrinting(false)} />
      ) : null}
    </>
  );
}
