import { Trans, useLingui } from '@lingui/react/macro';
import type { Reserve } from '@plaza/contract';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useSession } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  FormError,
  ListRow,
  Note,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { aboutCurrency, partWords } from './words.ts';

const ask = () => api.pay.getReserve({});

type Part = Reserve['rails'][number];

function Parts({ title, parts, of }: { title: ReactNode; parts: readonly Part[]; of: Reserve }) {
  const { t } = useLingui();
  const { currency, scale } = of;
  if (parts.length === 0) return null;
  return (
    <SectionCard
      title={
        <>
          {currencyWord(currency)} · {title}
        </>
      }
    >
      {parts.map(({ part, amountMinor, isSimulated }) => {
        const words = partWords[part];
        return (
          <ListRow
            key={part}
            title={words === undefined ? part : t(words)}
            end={
              <span className={isSimulated ? 'text-warn tabular-nums' : 'text-ink tabular-nums'}>
                {formatMoney({ amountMinor, currency, scale })}
              </span>
            }
          />
        );
      })}
    </SectionCard>
  );
}

function Verdict({ of: { isBacked, issuedMinor, backedMinor, currency, scale } }: { of: Reserve }) {
  const issued = formatMoney({ amountMinor: issuedMinor, currency, scale });
  const missing = formatMoney({ amountMinor: issuedMinor - backedMinor, currency, scale });
  if (isBacked) {
    return (
      <Note tone="good" icon={<CircleCheck aria-hidden="true" className="size-6 shrink-0" />}>
        <p className="font-semibold">
          <Trans>
            {issued} issued, {issued} came in
          </Trans>
        </p>
      </Note>
    );
  }
  return (
    <Note tone="warn" icon={<CircleAlert aria-hidden="true" className="size-6 shrink-0" />}>
      <p className="font-semibold">
        <Trans>
          {issued} issued; nobody paid for {missing} of it
        </Trans>
      </p>
    </Note>
  );
}

function Currency({ reserve }: { reserve: Reserve }) {
  const { t } = useLingui();
  const { currency, kind, cashOut, rails, holders, suspense } = reserve;
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-lg font-semibold">{currencyWord(currency)}</h2>
        <p className="text-sm text-muted">
          {aboutCurrency(kind, cashOut)
            .map((words) => t(words))
            .join(' ')}
        </p>
      </div>
      <Verdict of={reserve} />
      <Parts title={<Trans>How it came in</Trans>} parts={rails} of={reserve} />
      <Parts title={<Trans>Who has it</Trans>} parts={holders} of={reserve} />
      <Parts title={<Trans>Must return to zero</Trans>} parts={suspense} of={reserve} />
    </section>
  );
}

/** For anybody, with an account or without: what is issued, and what stands behind it. */
export default function ReservePage() {
  const { t } = useLingui();
  const { data, failure } = useAnswer(ask);
  const isIn = useSession(({ phase }) => phase === 'signed_in');
  const at = data === null ? '' : formatMoment(data.at);
  return (
    <main className="flex h-full flex-col bg-canvas">
      <TopBar title={t`Reserve`} back={isIn ? '/me/wallet/limits' : '/'} />
      <Screen>
        <p className="text-muted">
          <Trans>
            Sums of the books of this city. No wallet of a single person is told. What came in and
            what is held must always be the same.
          </Trans>
        </p>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : null}
        {data?.reserves.map((reserve) => (
          <Currency key={reserve.currency} reserve={reserve} />
        ))}
        {at === '' ? null : (
          <SectionCard
            note={
              <Trans>
                As of {at}. Each day is signed; a receipt proves that it is in the books.
              </Trans>
            }
          >
            <ListRow to="/check" title={<Trans>Check a receipt</Trans>} />
          </SectionCard>
        )}
      </Screen>
    </main>
  );
}
