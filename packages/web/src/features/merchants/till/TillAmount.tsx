import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor } from '@plaza/base';
import type { Wallet } from '@plaza/contract';
import { QrCode, ScanLine } from 'lucide-react';
import { Button, TextField } from '../../../ui/index.ts';
import { AmountKeypad } from '../../pay/index.ts';
import { wakeChime } from './chime.ts';
import type { Sale } from './use-till.ts';

export type Typed = { text: string; description: string };

type TillAmountProps = {
  wallet: Pick<Wallet, 'currency' | 'scale' | 'maxAmountMinor'>;
  typed: Typed;
  onTyped(typed: Typed): void;
  busy: boolean;
  onCode(sale: Sale): void;
  onScan(): void;
};

/** What is typed as a sale; null: nothing that can be sold. */
export function saleOf(typed: Typed, { currency, scale }: Pick<Wallet, 'currency' | 'scale'>) {
  const amountMinor = parseMinor(typed.text, scale);
  if (amountMinor === null || amountMinor === 0) return null;
  return { money: { amountMinor, currency, scale }, description: typed.description.trim() };
}

/** How much, and by whose code. */
export function TillAmount(props: TillAmountProps) {
  const { wallet, typed, onTyped, busy, onCode, onScan } = props;
  const { t } = useLingui();
  const sale = saleOf(typed, wallet);
  const isTooMuch = sale !== null && sale.money.amountMinor > wallet.maxAmountMinor;
  const isReady = sale !== null && !isTooMuch && !busy;

  function showCode(): void {
    wakeChime();
    if (sale !== null && isReady) onCode(sale);
  }

  return (
    <div className="flex flex-col gap-4">
      <AmountKeypad
        label={t`Amount to charge`}
        text={typed.text}
        onChange={(text) => onTyped({ ...typed, text })}
        currency={wallet.currency}
        scale={wallet.scale}
        about=""
        error={isTooMuch ? t`That is more than one payment may be.` : null}
        onEnter={showCode}
      >
        <TextField
          label={t`What it is for`}
          value={typed.description}
          onChange={(description) => onTyped({ ...typed, description })}
          maxLength={60}
          autoComplete="off"
        />
      </AmountKeypad>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-2">
        <Button
          disabled={!isReady}
          busy={busy}
          icon={<QrCode aria-hidden="true" className="size-5" />}
          onClick={showCode}
        >
          <Trans>Show a code</Trans>
        </Button>
        <Button
          tone="soft"
          disabled={!isReady}
          icon={<ScanLine aria-hidden="true" className="size-5" />}
          onClick={() => {
            wakeChime();
            onScan();
          }}
        >
          <Trans>Scan customer</Trans>
        </Button>
      </div>
    </div>
  );
}
