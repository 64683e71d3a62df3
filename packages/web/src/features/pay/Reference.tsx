import { useLingui } from '@lingui/react/macro';
import { Copy } from 'lucide-react';
import { IconButton, showToast } from '../../ui/index.ts';

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
