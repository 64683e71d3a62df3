import { Trans, useLingui } from '@lingui/react/macro';
import { Copy, Download, Printer } from 'lucide-react';
import { Button, showToast } from '../../ui/index.ts';

function download(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = 'plaza-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The ten codes with the ways to keep them. They are never shown again. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useLingui();
  const text = codes.join('\n');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      showToast(t`Copied.`);
    } catch {
      showToast(t`This browser does not allow copying. Write them down or print them.`);
    }
  }

  return (
    <>
      <ol
        dir="ltr"
        aria-label={t`Recovery codes`}
        className="edge grid gap-x-6 gap-y-1.5 rounded-2xl bg-field p-4 font-mono text-sm select-all"
      >
        {codes.map((code, index) => (
          <li key={code} className="flex gap-3">
            <span className="w-5 text-end text-muted tabular-nums select-none">{index + 1}</span>
            <span>{code}</span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2 print:hidden">
        <Button
          tone="soft"
          icon={<Copy aria-hidden="true" className="size-5" />}
          onClick={() => void copy()}
        >
          <Trans>Copy</Trans>
        </Button>
        <Button
          tone="soft"
          icon={<Download aria-hidden="true" className="size-5" />}
          onClick={() => download(text)}
        >
          <Trans>Save</Trans>
        </Button>
        <Button
          tone="soft"
          icon={<Printer aria-hidden="true" className="size-5" />}
          onClick={() => print()}
        >
          <Trans>Print</Trans>
        </Button>
      </div>
    </>
  );
}
