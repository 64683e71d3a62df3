import { Trans, useLingui } from '@lingui/react/macro';
import { isIban } from '@plaza/base/codes';
import type { MethodInput, MethodOutput, Payout, RailWays } from '@plaza/contract';
import { Banknote, Landmark } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api, http } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/index.ts';
import {
  Button,
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  Segmented,
  showToast,
  SkeletonRows,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { ApprovalSheet, usePayment, type PaymentWay } from '../pay/index.ts';
import { AmountForm } from './AmountForm.tsx';
import { payoutWords } from './words.ts';

type Asked = Omit<MethodInput<'rails.requestPayout'>, 'approval'>;

const payoutWay: PaymentWay<Asked, MethodOutput<'rails.requestPayout'>> = {
  name: 'payout',
  pay: (request) => http.call('rails.requestPayout', request),
  standing: ({ payout }) => (payout.state === 'processing' ? 'processing' : 'done'),
  beginPasskey: ({ key: _, ...asked }) => api.rails.beginPasskeyApproval(asked),
};

const picture = (
  <span className="grid size-16 place-items-center rounded-full bg-soft text-accent-text">
    <Banknote aria-hidden="true" className="size-8" />
  </span>
);

type Way = 'bank' | 'desk';

/** Where it goes, how much, and a yes to exactly that. */
function Form({ ways, onDone }: { ways: readonly RailWays[]; onDone(): void }) {
  const { t } = useLingui();
  const [currency, setCurrency] = useState(ways[0]?.currency ?? '');
  const [wanted, setWay] = useState<Way>('desk');
  const [iban, setIban] = useState('');
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const face = usePayment('wallet', payoutWay);
  const chosen = ways.find((one) => one.currency === currency);
  if (chosen === undefined) return null;
  const way = chosen.cashOut.includes(wanted) ? wanted : (chosen.cashOut[0] ?? 'desk');
  const isSound = way === 'desk' || (isIban(iban) && name.trim() !== '');
  const { scale, maxAmountMinor } = chosen;

  async function go(amountMinor: number): Promise<boolean> {
    setTried(true);
    if (!isSound) return false;
    const to = way === 'bank' ? { iban, name: name.trim() } : { iban: '', name: '' };
    face.begin({ way, currency, amountMinor, ...to }, { amountMinor, currency, scale });
    return false;
  }

  return (
    <SectionCard>
      <AmountForm
        {...{ currency, scale, maxAmountMinor }}
        busy={false}
        failure={undefined}
        onGo={go}
        above={
          <>
            {ways.length < 2 ? null : (
              <Segmented
                label={<Trans>Currency</Trans>}
                value={currency}
                options={ways.map((one) => ({
                  value: one.currency,
                  label: currencyWord(one.currency),
                }))}
                onChange={setCurrency}
              />
            )}
            {chosen.cashOut.length < 2 ? null : (
              <Segmented<Way>
                label={<Trans>How</Trans>}
                value={way}
                options={[
                  { value: 'desk', label: <Trans>Cash at the desk</Trans> },
                  { value: 'bank', label: <Trans>To a bank account</Trans> },
                ]}
                onChange={setWay}
              />
            )}
            {way === 'bank' ? (
              <>
                <TextField
                  label={t`Account (IBAN)`}
                  dir="ltr"
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={42}
                  value={iban}
                  onChange={setIban}
                  error={isTried && !isIban(iban) ? t`This is no whole account number.` : null}
                />
                <TextField
                  label={t`Name of the account’s owner`}
                  autoComplete="name"
                  maxLength={70}
                  value={name}
                  onChange={setName}
                  error={isTried && name.trim() === '' ? t`The bank needs a name.` : null}
                />
              </>
            ) : null}
          </>
        }
      >
        <Trans>Go on</Trans>
      </AmountForm>
      {face.payment === null ? null : (
        <ApprovalSheet
          face={face}
          payment={face.payment}
          payee={{ name: way === 'bank' ? name : t`Cash desk`, picture }}
          note={way === 'bank' ? iban : ''}
          done={{ title: t`It is held for you`, text: t`How to get it stands in the list below.` }}
          onClose={face.drop}
          onDone={() => {
            face.drop();
            onDone();
          }}
        />
      )}
    </SectionCard>
  );
}

function PayoutCard({ payout, onChanged }: { payout: Payout; onChanged(): void }) {
  const { t } = useLingui();
  const { payoutId, state, code, iban, money, createdAt, isExported, reason } = payout;
  const { busy, failure, run } = useTask();
  const isOpen = state === 'held' && !isExported;
  const amount = formatMoney(money);
  const takeBack = () =>
    run(async () => {
      await api.rails.cancelPayout({ payoutId });
      showToast(t`It is back in your wallet.`);
      onChanged();
    });
  return (
    <article className="flex flex-col gap-2 px-[16px] py-3">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 font-semibold">
        <span>{amount}</span>
        <span className="text-sm font-normal text-muted">{formatMoment(createdAt)}</span>
      </h3>
      <p className="flex items-center gap-2 text-sm text-muted">
        {iban === '' ? (
          <Banknote aria-hidden="true" className="size-5 shrink-0" />
        ) : (
          <Landmark aria-hidden="true" className="size-5 shrink-0" />
        )}
        <span>
          {isExported && state === 'held' ? <Trans>With the bank</Trans> : t(payoutWords[state])}
          {iban === '' ? null : (
            <>
              {' · '}
              <bdi dir="ltr">{iban}</bdi>
            </>
          )}
        </span>
      </p>
      {reason === '' ? null : <p dir="auto">{reason}</p>}
      {code === null ? null : (
        <p className="rounded-xl bg-field p-3 text-center">
          <span className="block text-sm text-muted">
            <Trans>Tell this code at the desk within 24 hours</Trans>
          </span>
          <span dir="ltr" className="text-2xl font-bold tracking-widest tabular-nums">
            {code.slice(0, 4)} {code.slice(4)}
          </span>
        </p>
      )}
      <FormError>{failure?.text}</FormError>
      {isOpen ? (
        <Button tone="plain" busy={busy} onClick={() => void takeBack()}>
          <Trans>Take back</Trans>
        </Button>
      ) : null}
    </article>
  );
}

/** Money out of my wallet, where the currency allows it. */
export default function CashOutPage() {
  const { t } = useLingui();
  const ask = useCallback(async () => {
    const [{ ways }, { payouts }] = await Promise.all([
      api.rails.getWays({}),
      api.rails.listPayouts({}),
    ]);
    return { ways: ways.filter(({ cashOut }) => cashOut.length > 0), payouts };
  }, []);
  const { data, failure, reload } = useAnswer(ask);
  useEffect(() => {
    addEventListener('focus', reload);
    return () => removeEventListener('focus', reload);
  }, [reload]);
  return (
    <>
      <TopBar title={t`Cash out`} back="/me/wallet" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : null}
        {data?.ways.length === 0 ? (
          <EmptyState icon={Banknote} title={<Trans>Nothing to cash out</Trans>}>
            <Trans>The currencies of this city are not paid out to people.</Trans>
          </EmptyState>
        ) : null}
        {data === null || data.ways.length === 0 ? null : <Form ways={data.ways} onDone={reload} />}
        {data === null || data.payouts.length === 0 ? null : (
          <SectionCard title={<Trans>My payouts</Trans>}>
            {data.payouts.map((payout) => (
              <PayoutCard key={payout.payoutId} payout={payout} onChanged={reload} />
            ))}
          </SectionCard>
        )}
      </Screen>
    </>
  );
}
