import { useLingui } from '@lingui/react/macro';
import { QrCode } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { IconLink, Screen, TopBar } from '../../ui/index.ts';
import { Scanner } from '../codes/index.ts';
import { understand, type Scanned } from './code-text.ts';
import { ScanResult } from './ScanResult.tsx';

/** By camera, from a picture, or as text that somebody sent. */
export default function Scan() {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const [result, setResult] = useState<Scanned | null>(null);

  function take(text: string): void {
    const scanned = understand(text, location.origin);
    if (scanned.kind === 'path') navigate(scanned.path);
    else setResult(scanned);
  }

  return (
    <>
      <TopBar
        title={t`Scan`}
        back="/discover"
        backOnPhone
        actions={
          <IconLink
            to="/me/wallet/code"
            label={t`Pay code`}
            icon={<QrCode aria-hidden="true" className="size-5.5" />}
          />
        }
      />
      <Screen>
        {result === null ? null : <ScanResult result={result} onAgain={() => setResult(null)} />}
        <Scanner
          onText={take}
          isStill={result !== null}
          typedLabel={t`Or paste the link of a code`}
        />
      </Screen>
    </>
  );
}
