import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button, FormError, Note, Spinner } from '../../../ui/index.ts';
import { Scanner } from '../../codes/index.ts';
import { Amount } from '../../pay/index.ts';
import type { Sale, Till } from './use-till.ts';

const payCode = /^13\d{16}$/;

/** Reads the customer’s pay code, by camera, a hand-held reader that types, or by hand. */
export function TillScan({ till, sale }: { till: Till; sale: Sale }) {
  const { t } = useLingui();
  const [strange, setStrange] = useState(false);
  // After a refusal the camera looks again when somebody says so: the same code is still there.
  const [isStill, setStill] = useState(false);

  function take(text: string): void {
    const digits = text.replace(/\s/g, '');
    const isCode = payCode.test(digits);
    setStrange(!isCode);
    setStill(true);
    if (isCode) till.charge(sale, digits);
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-center">
        <Amount money={sale.money} />
      </p>
      {till.busy ? (
        <p role="status" className="flex items-center justify-center gap-2 py-6 text-muted">
          <Spinner className="size-5" />
          <Trans>Charging …</Trans>
        </p>
      ) : (
        <FormError>{till.failure?.text}</FormError>
      )}
      {strange ? (
        <Note tone="warn">
          <Trans>This is no pay code. The customer opens Wallet, then Pay code.</Trans>
        </Note>
      ) : null}
      {isStill && !till.busy ? (
        <Button onClick={() => setStill(false)}>
          <Trans>Scan again</Trans>
        </Button>
      ) : null}
      <Scanner onText={take} isNumber isStill={isStill} typedLabel={t`Or type the 18 digits`} />
      <Button tone="plain" disabled={till.busy} onClick={till.next}>
        <Trans>Back to the amount</Trans>
      </Button>
    </div>
  );
}
