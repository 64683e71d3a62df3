import { Trans, useLingui } from '@lingui/react/macro';
import type { BankTopUp } from '@plaza/contract';
import { Copy } from 'lucide-react';
import { IconButton, ListRow, SectionCard, showToast } from '../../ui/index.ts';
import { QrCode } from '../../ui/QrCode.tsx';

/** In groups of four, as banks print account numbers. */
const grouped = (text: string) => text.match(/.{1,4}/gu)?.join(' ') ?? text;

function Fact({ title, text, label }: { title: string; text: string; label: string }) {
  const { t } = useLingui();
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text.replaceAll(' ', ''));
    showToast(t`Copied.`);
  }
  return (
    <ListRow
      title={<span className="text-sm font-normal text-muted">{title}</span>}
      subtitle={
        <span dir="ltr" className="text-base text-ink [overflow-wrap:anywhere]">
          {text}
        </span>
      }
      end={
        <IconButton
          label={label}
          icon={<Copy aria-hidden="true" className="size-5" />}
          onClick={() => void copy()}
        />
      }
    />
  );
}

/** Where a bank transfer has to go; the reference tells whose it is. */
export function BankCard({ bank }: { bank: BankTopUp }) {
  const { t } = useLingui();
  const { name, iban, reference, code } = bank;
  return (
    <SectionCard
      title={<Trans>By bank transfer</Trans>}
      note={
        <Trans>
          The reference tells that the money is yours. It is in your wallet once the operator has
          taken in the statement of the bank, mostly on the next working day.
        </Trans>
      }
    >
      <ListRow
        title={
          <span className="text-sm font-normal text-muted">
            <Trans>Recipient</Trans>
          </span>
        }
        subtitle={<span className="text-base text-ink">{name}</span>}
      />
      <Fact title={t`Account (IBAN)`} text={grouped(iban)} label={t`Copy the account number`} />
      <Fact title={t`Reference`} text={grouped(reference)} label={t`Copy the reference`} />
      {code === null ? null : (
        <div className="flex flex-col items-center gap-3 p-[16px]">
          <QrCode text={code} label={t`Code for the app of a bank`} />
          <p className="text-center text-sm text-muted">
            <Trans>Scan it with the app of your bank: all of this is filled in.</Trans>
          </p>
        </div>
      )}
    </SectionCard>
  );
}
