import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor, formatMinor, type PayKey } from '@plaza/base';
import type { MerchantOrder } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, TextField } from '../../ui/index.ts';
import { AmountKeypad } from '../pay/index.ts';

type RefundDialogProps = { order: MerchantOrder; onClose(): void; onDone(): void };

/** Gives back all or a part of a sale. */
export function RefundDialog({ order, onClose, onDone }: RefundDialogProps) {
  const { t } = useLingui();
  const { api, newId } = useClient();
  const { merchantId, orderId, money, refundedMinor } = order;
  const { currency, scale } = money;
  const leftMinor = money.amountMinor - refundedMinor;
  const [text, setText] = useState(() => formatMinor(leftMinor, scale));
  const [reason, setReason] = useState('');
  // A second try after a lost answer gives nothing back twice; another amount is another refund.
  const [keys] = useState(() => new Map<string, PayKey>());
  const task = useTask();
  const amountMinor = parseMinor(text, scale);
  const isTooMuch = amountMinor !== null && amountMinor > leftMinor;
  const isReady = amountMinor !== null && amountMinor > 0 && !isTooMuch;
  const left = formatMoney({ currency, scale, amountMinor: leftMinor });

  function refund(): void {
    if (!isReady) return;
    const body = `${amountMinor} ${reason.trim()}`;
    const key = keys.get(body) ?? newId<PayKey>();
    keys.set(body, key);
    void task.run(async () => {
      const asked = { key, merchantId, orderId, amountMinor, reason: reason.trim() };
      await api.merchants.refund(asked);
      onDone();
    });
  }

  return (
    <Dialog
      open
      title={t`Refund`}
      onClose={onClose}
      firm={task.busy}
      actions={
        <>
          <Button tone="plain" disabled={task.busy} onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button busy={task.busy} disabled={!isReady} onClick={refund}>
            <Trans>Give it back</Trans>
          </Button>
        </>
      }
    >
      <AmountKeypad
        label={t`Amount`}
        text={text}
        onChange={setText}
        currency={currency}
        scale={scale}
        about={t`At most ${left}`}
        error={isTooMuch ? t`That is more than was paid.` : null}
        onEnter={refund}
      >
        <TextField
          label={t`Reason (the customer sees it)`}
          value={reason}
          onChange={setReason}
          maxLength={80}
          autoComplete="off"
        />
      </AmountKeypad>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
