import { useLingui } from '@lingui/react/macro';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton, showToast } from '../../ui/index.ts';

export type Fact = { label: ReactNode; value: ReactNode; key: string };

/** What a receipt says, line by line; lines without a value are left out. */
export function ReceiptFacts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="edge divide-y divide-line overflow-hidden rounded-2xl bg-surface">
      {facts
        .filter(({ value }) => value != null && value !== '')
        .map(({ key, label, value }) => (
          <div
            key={key}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-[16px] py-2.5"
          >
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 text-end [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A number to give to the operator with a question. */
export function Reference({ text }: { text: string }) {
  const { t } = useLingui();

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      showToast(t`Copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }

  return (
    <span className="flex items-center justify-end gap-1">
      <code dir="ltr" className="min-w-0 font-mono text-sm select-all">
        {text}
      </code>
      <IconButton
        label={t`Copy`}
        icon={<Copy aria-hidden="true" className="size-4.5" />}
        onClick={() => void copy()}
        className="-me-2"
      />
    </span>
  );
}
