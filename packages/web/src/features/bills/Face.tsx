import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Bill } from '@plaza/contract';
import { formatDate } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { Amount } from '../pay/index.ts';
import { Picture } from './Picture.tsx';
import { Progress } from './Progress.tsx';
import { nameAt, settledWords } from './words.ts';

/** How it ends, or ended. */
function Until({ bill }: { bill: Bill }) {
  const { state, closesAt, overAt } = bill;
  const at = formatDate(overAt ?? closesAt);
  if (state === 'open') return <Trans>Closes by itself: {at}</Trans>;
  if (state === 'closed') return <Trans>Closed: {at}</Trans>;
  return <Trans>Settled: {at}</Trans>;
}

/** What is asked by whom, and how much of it came in. */
export function Face({ state, bill }: { state: State; bill: Bill }) {
  const { t } = useLingui();
  const { collector, conversationId, title, kind, money, paid, paidCount } = bill;
  const name = nameAt(state, conversationId, collector);
  const isMine = collector.personId === state.me?.personId;
  const got = formatMoney(paid);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col items-center gap-1.5 text-center">
        <Picture person={collector} size="m" />
        <p className="text-sm text-muted">
          {isMine ? (
            <Trans>You ask for it</Trans>
          ) : (
            <Trans>
              <bdi>{name}</bdi> asks for it
            </Trans>
          )}
        </p>
        <p dir="auto" className="text-lg leading-snug font-bold [overflow-wrap:anywhere]">
          {title === '' ? t`Bill` : title}
        </p>
        {money === null ? (
          <p>
            <Trans>Each gives what they choose</Trans>
          </p>
        ) : (
          <p className="flex flex-wrap items-baseline justify-center gap-x-2">
            <Amount money={money} />
            {kind === 'collect' ? (
              <span className="text-muted">
                <Trans>from each</Trans>
              </span>
            ) : null}
          </p>
        )}
      </div>
      <div className="flex flex-col gap-1.5">
        <Progress {...bill} />
        <p className="flex flex-wrap justify-between gap-x-4 text-sm">
          <span className="font-medium">{settledWords(bill)}</span>
          {paidCount > 0 ? <bdi className="text-muted tabular-nums">{t`${got} paid`}</bdi> : null}
        </p>
        <p className="text-sm text-muted">
          <Until bill={bill} />
        </p>
      </div>
    </div>
  );
}
