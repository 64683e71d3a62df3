import { useLingui } from '@lingui/react/macro';
import type { Conversation, ShownMessage } from '@plaza/contract';
import { ReceiptText } from 'lucide-react';
import { Link } from 'wouter';
import { formatTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { classNames } from '../../ui/index.ts';
import { Progress } from './Progress.tsx';
import { useBill } from './use-bill.ts';
import { isDue, standingWords } from './words.ts';

type Card = Extract<ShownMessage, { type: 'bill' }>;

type BillCardProps = { card: Card; at: string; conversation: Conversation };

/** A bill in its conversation: what is asked, what of it is settled, and what is mine to pay. */
export function BillCard({ card, at, conversation }: BillCardProps) {
  const { t } = useLingui();
  const bill = useBill(card.billId);
  const { kind, title, money, count } = card;
  const amount = money === null ? t`What each chooses` : formatMoney(money);
  return (
    <Link
      to={`/chats/${conversation.conversationId}/bill/${card.billId}`}
      className={classNames(
        'edge block w-64 max-w-full overflow-hidden rounded-2xl bg-surface text-ink',
        'shadow-[0_1px_1px_rgb(0_0_0/0.05)] hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-[12px] px-[14px] pt-[14px] pb-[10px]">
        <span className="grid size-[44px] shrink-0 place-items-center rounded-full bg-soft text-accent-text">
          <ReceiptText aria-hidden="true" className="size-[24px]" />
        </span>
        <span className="flex min-w-0 flex-col gap-0.5">
          <span dir="auto" className="line-clamp-2 leading-snug font-semibold">
            {title}
          </span>
          <span className="text-sm text-muted">
            <bdi>{kind === 'collect' && money !== null ? t`${amount} each` : amount}</bdi>
          </span>
        </span>
      </span>
      <span className="flex flex-col gap-2 px-[14px] pb-[10px]">
        <Progress settledCount={bill?.settledCount ?? 0} count={count} />
        <span className={classNames('text-sm', isDue(bill) && 'font-semibold text-accent-text')}>
          {standingWords(bill)}
        </span>
      </span>
      <span className="mx-[14px] flex items-center justify-between gap-3 border-t border-line py-1.5 text-xs text-muted">
        <span>{kind === 'split' ? t`Shared bill` : t`Collection`}</span>
        <time dateTime={at} className="shrink-0 tabular-nums">
          {formatTime(at)}
        </time>
      </span>
    </Link>
  );
}
