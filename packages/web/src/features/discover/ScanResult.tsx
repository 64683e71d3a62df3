import { Trans } from '@lingui/react/macro';
import { ExternalLink } from 'lucide-react';
import { Button, Note } from '../../ui/index.ts';
import type { Scanned } from './code-text.ts';

type ScanResultProps = { result: Scanned; onAgain(): void };

/** A code that is not of this server: shown, never opened by itself. */
export function ScanResult({ result, onAgain }: ScanResultProps) {
  return (
    <div className="flex flex-col gap-4" role="status">
      {result.kind === 'link' ? (
        <>
          <p className="font-semibold">
            <Trans>This code leads out of Plaza:</Trans>
          </p>
          <Note>
            <p dir="ltr" className="break-all select-all">
              {result.address}
            </p>
          </Note>
          <a
            href={result.address}
            target="_blank"
            rel="noopener noreferrer"
            className="inline-flex min-h-11 items-center gap-2 self-start font-semibold text-accent-text"
          >
            <Trans>Open it in a new tab</Trans>
            <ExternalLink aria-hidden="true" className="size-4" />
          </a>
        </>
      ) : null}
      {result.kind === 'text' ? (
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
      ) : null}
      <Button onClick={onAgain}>
        <Trans>Scan again</Trans>
      </Button>
    </div>
  );
}
