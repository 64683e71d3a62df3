import { Trans } from '@lingui/react/macro';
import type { TransferId } from '@plaza/base';
import type { Verdict } from '@plaza/base/proofs';
import type { ProofReceipt } from '@plaza/contract';
import { Download, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { api, useTask } from '../../state/index.ts';
import { Button, ButtonLink, FormError, Note } from '../../ui/index.ts';
import { checkReceipt } from './checking.ts';
import { VerdictView } from './Verdict.tsx';

export type ProofOfProps = {
  of: { transferId: TransferId } | { currency: string; lineNumber: number };
};

type Found =
  | { kind: 'later'; at: string }
  | { kind: 'receipt'; receipt: ProofReceipt; checked: Verdict };

async function find(of: ProofOfProps['of']): Promise<Found> {
  const { receipt, readyAt } =
    'transferId' in of ? await api.proofs.getTransferReceipt(of) : await api.proofs.getReceipt(of);
  if (receipt === null) return { kind: 'later', at: readyAt ?? '' };
  return { kind: 'receipt', receipt, checked: await checkReceipt(receipt) };
}

function save(receipt: ProofReceipt): void {
  const [line] = receipt.lines;
  const blob = new Blob([`${JSON.stringify(receipt, null, 1)}\n`], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `receipt-${line?.at.slice(0, 10)}-${line?.reference.slice(0, 8)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Fetches what proves a payment, checks it here, and gives it as a file. */
export default function ProofOf({ of }: ProofOfProps) {
  const [found, setFound] = useState<Found | null>(null);
  const { busy, failure, run } = useTask();
  if (found === null) {
    return (
      <>
        <Button
          tone="plain"
          busy={busy}
          icon={<ShieldCheck aria-hidden="true" className="size-5" />}
          onClick={() => void run(async () => setFound(await find(of)))}
        >
          <Trans>Check this receipt</Trans>
        </Button>
        <FormError>{failure?.text}</FormError>
      </>
    );
  }
  if (found.kind === 'later') {
    const when = formatDateTime(found.at);
    return (
      <div role="status">
        <Note icon={<ShieldCheck aria-hidden="true" className="mt-0.5 size-5 text-accent-text" />}>
          <Trans>
            The city signs its books when the day is over. There is a proof from {when}.
          </Trans>
        </Note>
      </div>
    );
  }
  const { receipt, checked } = found;
  return (
    <div className="flex flex-col gap-4">
      <VerdictView checked={checked} />
      <Button
        tone="soft"
        icon={<Download aria-hidden="true" className="size-5" />}
        onClick={() => save(receipt)}
      >
        <Trans>Save the receipt as a file</Trans>
      </Button>
      <ButtonLink to="/check" tone="plain">
        <Trans>Check a file of somebody else</Trans>
      </ButtonLink>
    </div>
  );
}
