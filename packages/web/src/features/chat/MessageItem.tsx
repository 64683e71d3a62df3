import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { Copy, Trash2 } from 'lucide-react';
import { Link } from 'wouter';
import { useClient } from '../../state/index.ts';
import { Avatar, VisuallyHidden, classNames, showToast, type MenuItem } from '../../ui/index.ts';
import { articleRing, type Article } from './article.ts';
import { Bubble } from './Bubble.tsx';
import { FailedNote } from './FailedNote.tsx';
import { cardOf, personName } from './names.ts';
import { PopMenu } from './PopMenu.tsx';
import type { MessageRow } from './rows.ts';
import { usePressMenu } from './use-press-menu.ts';

function useMessageMenu({ text, send }: MessageRow): MenuItem[] {
  const { t } = useLingui();
  const { commands } = useClient();
  const items: MenuItem[] = [];
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text ?? '');
      showToast(t`The message was copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }
  if (text !== null) items.push({ id: 'copy', label: t`Copy`, icon: Copy, run: () => void copy() });
  if (send !== null && (send.state === 'failed' || send.state === 'waiting')) {
    items.push({
      id: 'discard',
      label: t`Delete`,
      icon: Trash2,
      tone: 'danger',
      run: () => void commands.discard(send.clientId),
    });
  }
  return items;
}

function Sender({ row, state }: { row: MessageRow; state: State }) {
  const { t } = useLingui();
  if (!row.isLast) return <span className="w-9 shrink-0" />;
  const name = personName(state, row.senderId);
  return (
    <Link
      to={`/contacts/${row.senderId}`}
      aria-label={t`About ${name}`}
      className="relative shrink-0 rounded-full after:absolute after:-inset-1"
    >
      <Avatar
        id={row.senderId}
        name={name}
        photoPath={cardOf(state, row.senderId)?.photoPath ?? null}
        size="s"
      />
    </Link>
  );
}

type MessageItemProps = { row: MessageRow; state: State; isGroup: boolean; article: Article };

/** A message with its sender, its menu, and what became of it. */
export function MessageItem({ row, state, isGroup, article }: MessageItemProps) {
  const { t } = useLingui();
  const press = usePressMenu();
  const items = useMessageMenu(row);
  const { isOwn, isFirst, isLast, send } = row;
  const hasSender = isGroup && !isOwn;
  const name = hasSender && isFirst ? personName(state, row.senderId) : null;
  const handlers = items.length === 0 ? {} : press.handlers;
  return (
    <div
      {...article}
      {...handlers}
      className={classNames(articleRing, 'px-3', isLast ? 'pb-2.5' : 'pb-0.5')}
    >
      <div className={classNames('flex items-end gap-2', isOwn && 'justify-end')}>
        {hasSender ? <Sender row={row} state={state} /> : null}
        <div className="max-w-[min(82%,34rem)] min-w-0">
          {isFirst && name === null ? (
            <VisuallyHidden>{isOwn ? t`You` : personName(state, row.senderId)}: </VisuallyHidden>
          ) : null}
          <Bubble row={row} name={name} />
        </div>
      </div>
      {send === null ? null : <FailedNote send={send} />}
      <PopMenu label={row.text ?? ''} at={press.at} items={items} onClose={press.close} />
    </div>
  );
}
