import { Trans, useLingui } from '@lingui/react/macro';
import type { BankTransfer } from '@plaza/base/codes';
import { Copy, ExternalLink, Landmark, QrCode, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatAmount } from '../../i18n/format.ts';
import { Button, IconButton, Note, showToast } from '../../ui/index.ts';
import type { Scanned } from './code-text.ts';

type ScanResultProps = { result: Scanned; onAgain(): void };

function Fact({ label, value }: { label: ReactNode; value: string }) {
  const { t } = useLingui();
  if (value === '') return null;
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(value);
      showToast(t`Copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }
  return (
    <div className="flex min-h-12 items-center gap-3 ps-[16px] pe-2">
      <dt className="shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 py-2 text-end [overflow-wrap:anywhere]">
        <bdi>{value}</bdi>
      </dd>
      <IconButton
        label={t`Copy`}
        icon={<Copy aria-hidden="true" className="size-4.5" />}
        onClick={() => void copy()}
      />
    </div>
  );
}

const inFours = (iban: string) => iban.replace(/(.{4})(?=.)/g, '$1 ');

function Bank({ transfer }: { transfer: BankTransfer }) {
  const { name, iban, bic, amountMinor, reference, text, information } = transfer;
  const amount = amountMinor === null ? '' : `${formatAmount({ amountMinor, scale: 2 })} EUR`;
  return (
    <>
      <Note icon={<Landmark aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}>
        <Trans>
          This code is for a bank transfer in euros. Plaza does not make those: scan it with the app
          of your bank, or copy what it says.
        </Trans>
      </Note>
      <dl className="edge divide-y divide-line overflow-hidden rounded-2xl bg-surface">
        <Fact label={<Trans>To</Trans>} value={name} />
        <Fact label="IBAN" value={inFours(iban)} />
        <Fact label="BIC" value={bic} />
        <Fact label={<Trans>Amount</Trans>} value={amount} />
        <Fact label={<Trans>Reference</Trans>} value={reference || text} />
        <Fact label={<Trans>For you</Trans>} value={information} />
      </dl>
    </>
  );
}

function LeadsOut({ address }: { address: string }) {
  return (
    <>
      <p className="font-semibold">
        <Trans>This code leads out of Plaza:</Trans>
      </p>
      <Note>
        <p dir="ltr" className="break-all select-all">
          {address}
        </p>
      </Note>
      <a
        href={address}
        target="_blank"
        rel="noopener noreferrer"
        className="inline-flex min-h-11 items-center gap-2 self-start font-semibold text-accent-text"
      >
        <Trans>Open it in a new tab</Trans>
        <ExternalLink aria-hidden="true" className="size-4" />
      </a>
    </>
  );
}

function Said({ result }: { result: Scanned }) {
  switch (result.kind) {
    case 'link':
      return <LeadsOut address={result.address} />;
    case 'bank':
      return <Bank transfer={result.transfer} />;
    case 'payCode':
      return (
        <Note icon={<QrCode aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}>
          <Trans>
            This is somebody’s pay code. Only a shop can charge it. To send somebody money, open
            your chat with them.
          </Trans>
        </Note>
      );
    case 'damaged':
      return (
        <Note
          tone="warn"
          icon={<TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}
        >
          <Trans>
            This payment code is damaged, or somebody changed it. Do not pay; ask the shop for a
            fresh one.
          </Trans>
        </Note>
      );
    case 'text':
      return (
        <>
          <p className="font-semibold">
            <Trans>The code says:</Trans>
          </p>
          <Note>
            <p dir="auto" className="select-all">
              {result.text}
            </p>
          </Note>
        </>
      );
    case 'path':
      return null;
  }
}

/** A code that is not of this server: shown, never opened by itself. */
export function ScanResult({ result, onAgain }: ScanResultProps) {
  return (
    <div className="flex flex-col gap-4" role="status">
      <Said result={result} />
      <Button onClick={onAgain}>
        <Trans>Scan again</Trans>
      </Button>
    </div>
  );
}
