import { Trans, useLingui } from '@lingui/react/macro';
import type { Money, RailWays } from '@plaza/contract';
import { Coins, FlaskConical, HandCoins } from 'lucide-react';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useMe } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  EmptyState,
  FormError,
  ListRow,
  Note,
  RowIcon,
  Screen,
  SectionCard,
  showToast,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { AmountForm } from './AmountForm.tsx';
import { BankCard } from './BankCard.tsx';
import { useKeyed } from './use-keyed.ts';
import { VoucherForm } from './VoucherForm.tsx';

const ask = () => api.rails.getWays({});

/** Only demo cities have it, and it says what it is. */
function Simulated({ way }: { way: RailWays }) {
  const { t } = useLingui();
  const { currency, scale, maxAmountMinor } = way;
  const { busy, failure, run } = useKeyed<{ money: Money }>();
  async function pretend(amountMinor: number): Promise<boolean> {
    const done = await run(`${currency} ${amountMinor}`, (key) =>
      api.rails.topUpSimulated({ key, currency, amountMinor }),
    );
    if (done === null) return false;
    const amount = formatMoney(done.money);
    showToast(t`${amount} are in your wallet.`);
    return true;
  }
  return (
    <SectionCard title={<Trans>Simulated top-up</Trans>}>
      <AmountForm
        {...{ currency, scale, maxAmountMinor, busy }}
        failure={failure?.text}
        onGo={pretend}
        above={
          <Note tone="warn" icon={<FlaskConical aria-hidden="true" className="size-5 shrink-0" />}>
            <Trans>A demo city plays a bank here. Nobody pays for this money.</Trans>
          </Note>
        }
      >
        <Trans>Simulate</Trans>
      </AmountForm>
    </SectionCard>
  );
}

function Desk() {
  const { handle } = useMe();
  return (
    <SectionCard title={<Trans>At the cash desk</Trans>}>
      <ListRow
        start={<RowIcon icon={HandCoins} hue="green" />}
        title={
          <Trans>
            Say your handle: <bdi dir="ltr">@{handle}</bdi>
          </Trans>
        }
        subtitle={<Trans>What you pay in is in your wallet at once.</Trans>}
      />
    </SectionCard>
  );
}

function Ways({ ways }: { ways: readonly RailWays[] }) {
  const open = ways.filter(({ voucher, desk, bank, simulated }) =>
    [voucher, desk, bank !== null, simulated].some(Boolean),
  );
  if (open.length === 0) {
    return (
      <EmptyState icon={Coins} title={<Trans>Nothing to top up</Trans>}>
        <Trans>In this city only the operator issues money.</Trans>
      </EmptyState>
    );
  }
  return (
    <>
      {open.some(({ voucher }) => voucher) ? <VoucherForm /> : null}
      {open.map((way) => (
        <div key={way.currency} className="contents">
          {open.length > 1 && (way.bank !== null || way.simulated) ? (
            <h2 className="px-1 text-lg font-semibold">{currencyWord(way.currency)}</h2>
          ) : null}
          {way.bank === null ? null : <BankCard bank={way.bank} />}
          {way.simulated ? <Simulated way={way} /> : null}
        </div>
      ))}
      {open.some(({ desk }) => desk) ? <Desk /> : null}
    </>
  );
}

/** How money comes into my wallet. */
export default function TopUpPage() {
  const { t } = useLingui();
  const { data, failure } = useAnswer(ask);
  return (
    <>
      <TopBar title={t`Top up`} back="/me/wallet" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : <Ways ways={data.ways} />}
        {data?.isClerk === true ? (
          <SectionCard>
            <ListRow
              to="/me/wallet/desk"
              start={<RowIcon icon={HandCoins} hue="violet" />}
              title={<Trans>Work at the cash desk</Trans>}
              subtitle={<Trans>Take in and pay out cash for others</Trans>}
            />
          </SectionCard>
        ) : null}
      </Screen>
    </>
  );
}
