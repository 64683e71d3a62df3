import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor } from '@plaza/base';
import type { CodeTexts, MerchantCard } from '@plaza/contract';
import { Copy, Printer } from 'lucide-react';
import { useCallback, useState } from 'react';
import { createPortal } from 'react-dom';
import { formatMoney } from '../../i18n/money.ts';
import { api, useAnswer } from '../../state/index.ts';
import { QrCode } from '../../ui/QrCode.tsx';
import {
  Button,
  FormError,
  Screen,
  Segmented,
  showToast,
  Skeleton,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { readPasted, useWallet } from '../pay/index.ts';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';

type Form = 'url' | 'emv';
type SheetProps = { merchant: MerchantCard; text: string; price: string | null; about: string };

/** What is hung up: the same on the screen and on paper. */
function Sheet({ merchant, text, price, about }: SheetProps) {
  const { t } = useLingui();
  return (
    <div className="mx-auto flex w-full max-w-sm flex-col items-center gap-4 rounded-3xl bg-white p-6 text-center text-[#191728]">
      <p className="text-2xl font-bold tracking-tight">
        <bdi>{merchant.name}</bdi>
      </p>
      <QrCode text={text} label={t`Code of ${merchant.name}, for customers to scan`} />
      {price === null ? null : <p className="text-3xl font-bold tabular-nums">{price}</p>}
      {about === '' ? null : (
        <p className="text-lg">
          <bdi>{about}</bdi>
        </p>
      )}
      <p className="text-[#56535f]">
        <Trans>Scan with Plaza and pay</Trans>
      </p>
      <p dir="ltr" className="text-sm text-[#56535f] tabular-nums">
        {merchant.mchid}
      </p>
    </div>
  );
}

async function copy(text: string, words: { done: string; not: string }): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(words.done);
  } catch {
    showToast(words.not);
  }
}

type ShownProps = Omit<SheetProps, 'text'> & { code: CodeTexts };

function Shown({ code, ...sheet }: ShownProps) {
  const { t } = useLingui();
  const [form, setForm] = useState<Form>('url');
  const text = form === 'emv' ? (code.emv ?? code.url) : code.url;
  return (
    <>
      <div className="edge rounded-3xl shadow-float">
        <Sheet {...sheet} text={text} />
      </div>
      {createPortal(
        <div className="print-sheet">
          <Sheet {...sheet} text={text} />
        </div>,
        document.body,
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          icon={<Printer aria-hidden="true" className="size-5" />}
          onClick={() => window.print()}
        >
          <Trans>Print</Trans>
        </Button>
        <Button
          tone="soft"
          icon={<Copy aria-hidden="true" className="size-5" />}
          onClick={() =>
            void copy(code.url, {
              done: t`The link was copied.`,
              not: t`This browser does not allow copying.`,
            })
          }
        >
          <Trans>Copy the link</Trans>
        </Button>
      </div>
      {code.emv === null ? null : (
        <Segmented<Form>
          label={t`What the code says`}
          value={form}
          options={[
            { value: 'url', label: t`A link, for every phone` },
            { value: 'emv', label: t`EMVCo, for payment apps` },
          ]}
          onChange={setForm}
        />
      )}
    </>
  );
}

/** The code that a merchant hangs up. */
export default function CodePage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchant } = mine;
  const { merchantId } = merchant;
  const { wallets } = useWallet();
  const [typed, setTyped] = useState('');
  const [about, setAbout] = useState('');
  const [wallet] = wallets;
  const currency = wallet?.currency ?? null;
  const scale = wallet?.scale ?? 2;
  const read = typed.trim() === '' ? '' : (readPasted(typed, scale) ?? '');
  const parsed = read === '' ? null : parseMinor(read, scale);
  const amountMinor = parsed === 0 ? null : parsed;
  const description = about.trim();
  const ask = useCallback(async () => {
    if (currency === null) return null;
    const asked = { merchantId, currency, amountMinor, description };
    return (await api.merchants.getCode(asked)).code;
  }, [merchantId, currency, amountMinor, description]);
  const { data, failure } = useAnswer(ask);
  const price =
    amountMinor === null || currency === null
      ? null
      : formatMoney({ amountMinor, currency, scale });
  return (
    <>
      <TopBar title={t`Code to hang up`} back={placeOf(merchantId)} />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? (
          <Skeleton className="mx-auto aspect-[4/5] w-full max-w-sm" />
        ) : (
          <Shown {...{ merchant, price, code: data }} about={description} />
        )}
        <div className="flex flex-col gap-4">
          <TextField
            label={t`Fixed amount`}
            description={t`Empty: the customer types it.`}
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
          />
          <TextField
            label={t`What it is for`}
            value={about}
            maxLength={60}
            autoComplete="off"
            onChange={setAbout}
          />
        </div>
      </Screen>
    </>
  );
}
