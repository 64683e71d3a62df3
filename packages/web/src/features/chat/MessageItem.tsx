import { useLingui } from '@lingui/react/macro';
import { may, type State } from '@plaza/client';
import { VisuallyHidden, classNames } from '../../ui/index.ts';
import { toggleSelected, useSelection } from './actions/acting.ts';
import { ReactionRow } from './actions/ReactionRow.tsx';
import { articleRing, type Article } from './article.ts';
import { FailedNote } from './FailedNote.tsx';
import { Body } from './kinds/Body.tsx';
import { useThreadPlace } from './kinds/context.ts';
import { Marks } from './kinds/Marks.tsx';
import { wordsOfMessage } from './kinds/words.ts';
import { memberName, personName } from './names.ts';
import { PopMenu } from './PopMenu.tsx';
import type { MessageRow } from './rows.ts';
import { Sender } from './Sender.tsx';
import { hasMenu, useMessageMenu } from './use-message-menu.ts';
import { usePressMenu } from './use-press-menu.ts';

type ChooserProps = { row: MessageRow; isChosen: boolean; onToggle(): void };

/** While several are chosen each message has a box, and all of it can be pressed. */
function Chooser({ row, isChosen, onToggle }: ChooserProps) {
  const { t } = useLingui();
  const words = row.said === null ? '' : wordsOfMessage(row.said);
  return (
    <label
      className={classNames(
        'me-auto grid size-11 shrink-0 cursor-pointer place-items-center self-center',
        'before:absolute before:inset-0 before:z-10',
      )}
    >
      <input
        type="checkbox"
        className="size-5 accent-accent"
        aria-label={t`Choose: ${words}`}
        checked={isChosen}
        onChange={onToggle}
      />
    </label>
  );
}

type MessageMenuProps = {
  row: MessageRow;
  state: State;
  press: ReturnType<typeof usePressMenu>;
};

/** Made only while it is open: most messages are never pressed. */
function MessageMenu({ row, state, press }: MessageMenuProps) {
  const { id } = useThreadPlace();
  const items = useMessageMenu(row, { id, state });
  const { seq, said } = row;
  const mayReact = seq !== null && said !== null && may(state, id, 'send');
  return (
    <PopMenu
      label={said === null ? '' : wordsOfMessage(said)}
      at={press.at}
      items={items}
      header={mayReact ? <ReactionRow row={row} seq={seq} onDone={press.close} /> : null}
      onClose={press.close}
    />
  );
}

type MessageItemProps = {
  row: MessageRow;
  state: State;
  isGroup: boolean;
  article: Article;
  /** Somebody was led here: it shows for a moment which one it is. */
  isPointedAt: boolean;
};

/** A message with its sender, its menu, and what became of it. */
export function MessageItem({ row, state, isGroup, article, isPointedAt }: MessageItemProps) {
  const { t } = useLingui();
  const press = usePressMenu();
  const { id } = useThreadPlace();
  const selection = useSelection(id);
  const { isOwn, isFirst, isLast, send } = row;
  const hasSender = isGroup && !isOwn;
  const name = hasSender && isFirst ? memberName(state, id, row.senderId) : null;
  const handlers = !hasMenu(row) || selection !== null ? {} : press.handlers;
  const { seq } = row;
  return (
    <div
      {...article}
      {...handlers}
      className={classNames(
        articleRing,
        'relative px-3 transition-colors duration-500',
        isLast ? 'pb-2.5' : 'pb-0.5',
        isPointedAt && 'bg-soft',
      )}
    >
      <div className={classNames('flex items-end gap-2', isOwn && 'justify-end')}>
        {selection === null || seq === null ? null : (
          <Chooser
            row={row}
            isChosen={selection.has(seq)}
            onToggle={() => toggleSelected(id, seq)}
          />
        )}
        {/* The box takes the place of the face: both leave too little to what is said. */}
        {!hasSender || selection !== null ? null : isLast ? (
          <Sender personId={row.senderId} state={state} />
        ) : (
          <span className="w-9 shrink-0" />
        )}
        <div className="max-w-[min(82%,34rem)] min-w-0">
          {isFirst && name === null ? (
            <VisuallyHidden>{isOwn ? t`You` : personName(state, row.senderId)}: </VisuallyHidden>
          ) : null}
          <Body row={row} name={name} />
          <Marks row={row} />
        </div>
      </div>
      {send === null ? null : <FailedNote send={send} />}
      {press.at === null ? null : <MessageMenu row={row} state={state} press={press} />}
    </div>
  );
}
