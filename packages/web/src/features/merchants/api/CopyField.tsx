import { useLingui } from '@lingui/react/macro';
import { Copy, Download } from 'lucide-react';
import { IconButton, showToast } from '../../../ui/index.ts';

type CopyFieldProps = {
  label: string;
  text: string;
  /** Under which name it can be saved as a file; else it is only copied. */
  file?: string;
};

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A value that goes into the settings of a program. */
export function CopyField({ label, text, file }: CopyFieldProps) {
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
    <div className="flex min-h-13 items-center gap-1 ps-[16px] pe-2">
      <div className="min-w-0 flex-1 py-2">
        <p className="text-sm text-muted">{label}</p>
        <code dir="ltr" className="line-clamp-2 font-mono text-sm break-all select-all">
          {text}
        </code>
      </div>
      <IconButton
        label={t`Copy: ${label}`}
        icon={<Copy aria-hidden="true" className="size-4.5" />}
        onClick={() => void copy()}
      />
      {file === undefined ? null : (
        <IconButton
          label={t`Save as a file: ${label}`}
          icon={<Download aria-hidden="true" className="size-4.5" />}
          onClick={() => save(text, file)}
        />
      )}
    </div>
  );
}
