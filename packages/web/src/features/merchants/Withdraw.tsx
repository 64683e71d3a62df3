import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor, type PayKey } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { Wallet } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { api, http, useAnswer } from '../../state/index.ts';
import { Button, SectionCard, showToast, TextField } from '../../ui/index.ts';
import { ApprovalSheet, readPasted, usePayment, type PaymentWay } from '../pay/index.ts';
import type { PageProps } from './MerchantPages.tsx';

type Withdrawal = Omit<MethodInput<'merchants.withdraw'>, 'approval'> & { key: PayKey };

const withdrawalWay: PaymentWay<Withdrawal, MethodOutput<'merchants.withdraw'>> = {
  name: 'withdrawal',
  pay: (request) => http.call('merchants.withdraw', request),
  standing({ payout }) {
    if (payout.state === 'failed') return { error: payout.failure ?? 'internal' };
    return payout.state === 'processing' ? 'processing' : 'done';
  },
  beginPasskey: ({ merchantId, amountMinor, currency }) =>
    api.merchants.beginPayoutApproval({ merchantId, personId: null, amountMinor, currency }),
};

/** Moves money of the shop to the owner’s own wallet. */
export function Withdraw({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const ask = useCallback(
    async () => (await api.merchants.getBalances({ merchantId })).balances,
    [merchantId],
  );
  const { data, reload } = useAnswer(ask);
  const face = usePayment(merchantId, withdrawalWay);
  const [typed, setTyped] = useState('');
  const { payment } = face;
  const isDone = payment?.step === 'done';
  useEffect(() => {
    if (!isDone) return;
    face.drop();
    setTyped('');
    reload();
    showToast(t`It is in your wallet.`);
  }, [isDone, face, reload, t]);
  const balance = data?.[0];
  if (balance === undefined) return null;
  const { currency, scale, availableMinor } = balance;
  const read = typed.trim() === '' ? null : readPasted(typed, scale);
  const amountMinor = read === null ? null : parseMinor(read, scale);
  const isTooMuch = amountMinor !== null && amountMinor > availableMinor;
  const have = formatMoney({ currency, scale, amountMinor: availableMinor });
  return (
    <SectionCard title={<Trans>Withdraw to my wallet</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-3 p-[16px]"
        onSubmit={(event) => {
          event.preventDefault();
          if (amountMinor === null || amountMinor === 0 || isTooMuch) return;
          face.begin({ merchantId, amountMinor, currency }, { amountMinor, currency, scale });
        }}
      >
        <TextField
          label={t`Amount`}
          description={t`The shop has ${have}`}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
          error={isTooMuch ? t`That is more than the shop has.` : null}
        />
        <Button type="submit" tone="soft" disabled={amountMinor === null || isTooMuch}>
          <Trans>Withdraw</Trans>
        </Button>
      </form>
      {payment === null || isDone ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{
            name: t`My own wallet`,
            picture: (
              <span className="grid size-16 place-items-center rounded-full bg-soft text-accent-text">
                <Wallet aria-hidden="true" className="size-8" />
              </span>
            ),
          }}
          note={mine.merchant.name}
          done={{ title: t`Withdrawn`, text: '' }}
          onClose={face.drop}
          onDone={face.drop}
        />
      )}
    </SectionCard>
  );
}
