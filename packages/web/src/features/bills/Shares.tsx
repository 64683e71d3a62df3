import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { BillDetail, BillShare, ShareMark, ShareState } from '@plaza/contract';
import { Ellipsis } from 'lucide-react';
import { formatMoment } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { useClient, useTask } from '../../state/index.ts';
import { FormError, Menu, classNames } from '../../ui/index.ts';
import { Picture } from './Picture.tsx';
import { nameAt, shareWords } from './words.ts';

type SharesProps = {
  state: State;
  detail: BillDetail;
  isCollector: boolean;
  /** The collector said something of a part. */
  onChanged(): void;
};

/** What the collector may say of a part that stands so. */
const marks: Readonly<Record<ShareState, readonly ShareMark[]>> = {
  open: ['cash', 'letOff'],
  cash: ['open', 'letOff'],
  letOff: ['open', 'cash'],
  ...{ paying: [], paid: [], own: [] },
};

type RowProps = Omit<SharesProps, 'onChanged'> & {
  share: BillShare;
  onMark(mark: ShareMark): void;
};

function useAbout({ state, at, remindedAt }: BillShare, isClosed: boolean): string {
  const { t } = useLingui();
  if (state === 'paid' && at !== null)
    return `${shareWords(state, isClosed)} · ${formatMoment(at)}`;
  const isReminded = state === 'open' && remindedAt !== null && !isClosed;
  return isReminded ? t`Reminded` : shareWords(state, isClosed);
}

function Row({ state, detail, share, isCollector, onMark }: RowProps) {
  const { t } = useLingui();
  const { bill } = detail;
  const { person, money } = share;
  const name = nameAt(state, bill.conversationId, person);
  const about = useAbout(share, bill.state === 'closed');
  const words: Record<ShareMark, string> = {
    cash: t`Paid otherwise`,
    letOff: t`Let off`,
    open: t`Ask for it again`,
  };
  const offered = isCollector && bill.state !== 'closed' ? marks[share.state] : [];
  return (
    <li className="flex min-h-16 items-center gap-x-3 py-2 ps-[14px] pe-[6px]">
      <Picture person={person} />
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3">
        <span className="flex min-w-0 flex-[1_1_6rem] flex-col">
          <bdi className="font-medium [overflow-wrap:anywhere]">{name}</bdi>
          <span
            className={classNames(
              'text-sm',
              share.state === 'paid' ? 'font-medium text-accent-text' : 'text-muted',
            )}
          >
            {about}
          </span>
        </span>
        {money === null ? null : (
          <bdi className="ms-auto pe-2 font-semibold tabular-nums">{formatMoney(money)}</bdi>
        )}
      </span>
      {offered.length > 0 ? (
        <Menu
          label={t`What ${name} did`}
          icon={<Ellipsis aria-hidden="true" className="size-5" />}
          items={offered.map((mark) => ({
            id: mark,
            label: words[mark],
            run: () => onMark(mark),
          }))}
        />
      ) : null}
    </li>
  );
}

/** Everybody’s part, in the order in which they were named; the collector can say more of each. */
export function Shares(props: SharesProps) {
  const { detail, onChanged } = props;
  const { api, commands } = useClient();
  const { failure, run } = useTask();
  const { billId } = detail.bill;
  const mark = (share: BillShare, to: ShareMark) =>
    void run(async () => {
      const { personId } = share.person;
      const { bill } = await api.bills.markShare({ billId, personId, mark: to });
      await commands.takeBills([bill]);
      onChanged();
    });
  return (
    <>
      <ol className="edge divide-y divide-line rounded-2xl bg-canvas">
        {detail.shares.map((share) => (
          <Row
            key={share.person.personId}
            {...props}
            share={share}
            onMark={(to) => mark(share, to)}
          />
        ))}
      </ol>
      <FormError>{failure?.text}</FormError>
    </>
  );
}
