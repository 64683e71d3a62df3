import { Trans, useLingui } from '@lingui/react/macro';
import type { Drawer, MethodOutput, RailWays } from '@plaza/contract';
import { Inbox } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/index.ts';
import {
  Button,
  EmptyState,
  FormError,
  ListRow,
  Note,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { AmountForm } from './AmountForm.tsx';
import { typedAmount } from './typed-amount.ts';
import { useKeyed } from './use-keyed.ts';

type Told = MethodOutput<'rails.takeCash'>['deposit'];

/** What was just done, large enough to be read over a counter. */
function Done({ told, isIn }: { told: Told; isIn: boolean }) {
  const amount = formatMoney(told.money);
  const name = told.person.displayName;
  return (
    <Note tone="good">
      <p className="text-lg font-semibold">
        {isIn ? <Trans>Take {amount} in cash</Trans> : <Trans>Pay out {amount} in cash</Trans>}
      </p>
      <p>
        <bdi>{name}</bdi> <bdi dir="ltr">@{told.person.handle}</bdi>
      </p>
    </Note>
  );
}

function TakeCash({ ways, onDone }: { ways: readonly RailWays[]; onDone(): void }) {
  const { t } = useLingui();
  const open = ways.filter(({ desk }) => desk);
  const [currency, setCurrency] = useState(open[0]?.currency ?? '');
  const [handle, setHandle] = useState('');
  const [told, setTold] = useState<Told | null>(null);
  const { busy, failure, run } = useKeyed<{ deposit: Told }>();
  const way = open.find((one) => one.currency === currency);
  if (way === undefined) return null;
  const { scale, maxAmountMinor } = way;
  async function take(amountMinor: number): Promise<boolean> {
    if (handle.trim() === '') return false;
    const done = await run(`${handle} ${currency} ${amountMinor}`, (key) =>
      api.rails.takeCash({ key, handle, currency, amountMinor }),
    );
    if (done === null) return false;
    setTold(done.deposit);
    setHandle('');
    onDone();
    return true;
  }
  return (
    <SectionCard title={<Trans>Somebody pays in</Trans>}>
      <AmountForm
        {...{ currency, scale, maxAmountMinor, busy }}
        failure={failure?.text}
        onGo={take}
        above={
          <>
            {told === null ? null : <Done told={told} isIn />}
            {open.length < 2 ? null : (
              <Segmented
                label={<Trans>Currency</Trans>}
                value={currency}
                options={open.map((one) => ({
                  value: one.currency,
                  label: currencyWord(one.currency),
                }))}
                onChange={setCurrency}
              />
            )}
            <TextField
              label={t`Handle`}
              prefix="@"
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
              value={handle}
              onChange={setHandle}
            />
          </>
        }
      >
        <Trans>Put it into the wallet</Trans>
      </AmountForm>
    </SectionCard>
  );
}

function PayCash({ onDone }: { onDone(): void }) {
  const { t } = useLingui();
  const [code, setCode] = useState('');
  const [told, setTold] = useState<Told | null>(null);
  const { busy, failure, run } = useTask();
  const digits = code.replace(/\D/gu, '');
  const pay = () =>
    run(async () => {
      const { deposit } = await api.rails.payCash({ code: digits });
      setTold(deposit);
      setCode('');
      onDone();
    });
  return (
    <SectionCard title={<Trans>Somebody fetches cash</Trans>}>
      <form
        noValidate
        className="flex flex-col gap-3 p-[16px]"
        onSubmit={(event) => {
          event.preventDefault();
          if (digits.length === 8) void pay();
        }}
      >
        {told === null ? null : <Done told={told} isIn={false} />}
        <TextField
          label={t`Code of the payout`}
          description={t`Eight digits that they tell you`}
          dir="ltr"
          inputMode="numeric"
          autoComplete="off"
          maxLength={11}
          value={code}
          onChange={setCode}
        />
        <FormError>{failure?.text}</FormError>
        <Button type="submit" tone="soft" busy={busy} disabled={digits.length !== 8}>
          <Trans>Look and pay out</Trans>
        </Button>
      </form>
    </SectionCard>
  );
}

function Count({ drawer, onDone }: { drawer: Drawer; onDone(): void }) {
  const { t } = useLingui();
  const { currency, scale, expectedMinor, takenInMinor, paidOutMinor, countedAt } = drawer;
  const [typed, setTyped] = useState('');
  const { busy, failure, run } = useTask();
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, scale });
  const counted = /^0+([.,]0*)?$/u.test(typed.trim()) ? 0 : typedAmount(typed, scale);
  const since = countedAt === null ? '' : formatMoment(countedAt);
  const count = () =>
    run(async () => {
      if (counted === null) return;
      await api.rails.countDrawer({ currency, countedMinor: counted, note: '' });
      setTyped('');
      onDone();
    });
  return (
    <SectionCard
      title={<Trans>Drawer: {currencyWord(currency)}</Trans>}
      note={since === '' ? null : <Trans>Counted last: {since}</Trans>}
    >
      <ListRow title={<Trans>Taken in</Trans>} end={money(takenInMinor)} />
      <ListRow title={<Trans>Paid out</Trans>} end={money(paidOutMinor)} />
      <ListRow title={<Trans>Should be in it</Trans>} end={<b>{money(expectedMinor)}</b>} />
      <form
        noValidate
        className="flex flex-col gap-3 p-[16px]"
        onSubmit={(event) => {
          event.preventDefault();
          void count();
        }}
      >
        <TextField
          label={t`Counted`}
          dir="ltr"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          value={typed}
          onChange={setTyped}
        />
        <FormError>{failure?.text}</FormError>
        <Button type="submit" tone="plain" busy={busy} disabled={counted === null}>
          <Trans>Close the day</Trans>
        </Button>
      </form>
    </SectionCard>
  );
}

/** For who works at the cash desk of the city. */
export default function DeskPage() {
  const { t } = useLingui();
  const ask = useCallback(async () => {
    const { ways, isClerk } = await api.rails.getWays({});
    return {
      ways,
      ...(isClerk ? await api.rails.getDrawer({}) : { drawers: [], closings: [] }),
      isClerk,
    };
  }, []);
  const { data, failure, reload } = useAnswer(ask);
  const used = data?.drawers.filter(
    ({ takenInMinor, paidOutMinor, countedAt }) =>
      takenInMinor + paidOutMinor > 0 || countedAt !== null,
  );
  return (
    <>
      <TopBar title={t`Cash desk`} back="/me/wallet/top-up" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : null}
        {data?.isClerk === false ? (
          <EmptyState icon={Inbox} title={<Trans>You do not work here</Trans>}>
            <Trans>Operators say who works at the cash desk.</Trans>
          </EmptyState>
        ) : null}
        {data?.isClerk === true ? (
          <>
            <TakeCash ways={data.ways} onDone={reload} />
            <PayCash onDone={reload} />
            {used?.map((drawer) => (
              <Count key={drawer.currency} drawer={drawer} onDone={reload} />
            ))}
          </>
        ) : null}
      </Screen>
    </>
  );
}
