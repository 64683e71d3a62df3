import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { TransferState } from '@plaza/contract';
import { ArrowRightLeft, Check, Undo2 } from 'lucide-react';
import { Link } from 'wouter';
import { formatTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { VisuallyHidden, classNames } from '../../ui/index.ts';
import { useTransfer } from '../pay/index.ts';
import { articleRing, type Article } from './article.ts';
import { personName } from './names.ts';
import type { TransferRow } from './rows.ts';
import { standsFor } from './transfer-telling.ts';
import { standingWords } from './transfer-words.ts';

const back = new Set<TransferState | null>(['returned', 'cancelled', 'expired', 'failed']);

function Picture({ state }: { state: TransferState | null }) {
  const Icon = state === 'accepted' ? Check : back.has(state) ? Undo2 : ArrowRightLeft;
  return (
    <span
      aria-hidden="true"
      className="grid size-[40px] shrink-0 place-items-center rounded-full bg-white/45"
    >
      <Icon className="size-[20px]" />
    </span>
  );
}

type TransferCardProps = {
  row: TransferRow;
  state: State;
  conversationId: ConversationId;
  article: Article;
};

/** Money that was sent, as a card; it leads to what can be done with it. */
export function TransferCard({ row, state, conversationId, article }: TransferCardProps) {
  const { t } = useLingui();
  const { card, isOwn, at, senderId } = row;
  const transfer = useTransfer(card.transferId);
  const stands = transfer?.state ?? null;
  const standing = standsFor(stands, isOwn);
  return (
    <div
      {...article}
      className={classNames(articleRing, 'flex px-3 pb-2.5', isOwn && 'justify-end')}
    >
      <Link
        to={`/chats/${conversationId}/transfer/${card.transferId}`}
        className={classNames(
          'edge block w-64 max-w-[82%] overflow-hidden rounded-2xl bg-bubble-other',
          'shadow-[0_1px_1px_rgb(0_0_0/0.05)] transition-[filter] hover:brightness-97',
        )}
      >
        <VisuallyHidden>{isOwn ? t`You` : personName(state, senderId)}: </VisuallyHidden>
        <span
          className={classNames(
            'flex items-center gap-[12px] px-[16px] py-[14px] text-on-transfer',
            back.has(stands) ? 'bg-transfer-back' : 'bg-transfer',
          )}
        >
          <Picture state={stands} />
          <span className="flex min-w-0 flex-col gap-0.5">
            <bdi className="text-lg leading-snug font-bold [overflow-wrap:anywhere]">
              {formatMoney(card.money)}
            </bdi>
            {card.note === '' ? null : (
              <span dir="auto" className="line-clamp-3 text-sm">
                {card.note}
              </span>
            )}
          </span>
        </span>
        <span className="flex flex-wrap items-center justify-between gap-x-3 px-[16px] py-2 text-sm text-muted">
          <span
            className={classNames(
              'max-w-full [overflow-wrap:anywhere]',
              standing === 'mine' && 'font-semibold text-accent-text',
            )}
          >
            {standingWords(standing)}
          </span>
          <time dateTime={at} className="shrink-0 text-xs tabular-nums">
            {formatTime(at)}
          </time>
        </span>
      </Link>
    </div>
  );
}
