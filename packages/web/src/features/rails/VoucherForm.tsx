import { Trans, useLingui } from '@lingui/react/macro';
import type { Money } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { Button, FormError, SectionCard, showToast, TextField } from '../../ui/index.ts';
import { useKeyed } from './use-keyed.ts';

const codeLength = 16;
const plain = (typed: string) => typed.toUpperCase().replace(/[^0-9A-Z]/gu, '');

/** In groups of four while it is typed, as it is printed. */
function grouped(typed: string): string {
  return (
    plain(typed)
      .slice(0, codeLength)
      .match(/.{1,4}/gu)
      ?.join('-') ?? ''
  );
}

/** A printed code becomes money. */
export function VoucherForm() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const { busy, failure, run } = useKeyed<{ money: Money }>();
  const isWhole = plain(typed).length === codeLength;

  async function redeem(): Promise<void> {
    setTried(true);
    if (!isWhole) return;
    const done = await run(plain(typed), (key) => api.rails.redeemVoucher({ key, code: typed }));
    if (done === null) return;
    setTyped('');
    setTried(false);
    const amount = formatMoney(done.money);
    showToast(t`${amount} are in your wallet.`);
  }

  return (
    <SectionCard title={<Trans>With a voucher</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-3 p-[16px]"
        onSubmit={(event) => {
          event.preventDefault();
          void redeem();
        }}
      >
        <TextField
          label={t`Code of the voucher`}
          description={t`16 letters and digits, as printed`}
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          value={typed}
          onChange={(next) => setTyped(grouped(next))}
          error={isTried && !isWhole ? t`The code is not whole yet.` : null}
        />
        <FormError>{failure?.text}</FormError>
        <Button type="submit" busy={busy}>
          <Trans>Redeem</Trans>
        </Button>
      </form>
    </SectionCard>
  );
}
