import { Trans, useLingui } from '@lingui/react/macro';
import { codePointLength, type ConversationId } from '@plaza/base';
import { Plus, SendHorizontal } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { useMedia } from '../../shell/index.ts';
import { useClient } from '../../state/index.ts';
import { IconButton, classNames } from '../../ui/index.ts';
import { PlusPanel } from './PlusPanel.tsx';
import { maxTextLength, useDraft } from './use-draft.ts';
import { useTyping } from './use-typing.ts';

/** The count is shown when so few characters are left. */
const countFrom = maxTextLength - 500;

function Length({ id, length }: { id: string; length: number }) {
  if (length <= countFrom) return null;
  const over = length - maxTextLength;
  return (
    <p
      id={id}
      role="status"
      className={classNames('px-4 pt-1 text-sm', over > 0 ? 'text-danger' : 'text-muted')}
    >
      {over > 0 ? (
        <Trans>
          {formatNumber(over)} characters too many. Shorten the text, or send it in parts.
        </Trans>
      ) : (
        <Trans>{formatNumber(-over)} characters left.</Trans>
      )}
    </p>
  );
}

type PlusProps = { id: ConversationId; panelId: string; isOpen: boolean; toggle(): void };

function PlusButton({ panelId, isOpen, toggle }: Omit<PlusProps, 'id'>) {
  const { t } = useLingui();
  return (
    <IconButton
      label={t`More to send`}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      onClick={toggle}
      icon={
        <Plus
          aria-hidden="true"
          className={classNames('size-6 transition-transform', isOpen && 'rotate-45')}
        />
      }
    />
  );
}

type ComposerProps = {
  id: ConversationId;
  /** Money can be sent here. */
  mayPay: boolean;
};

/** Where a message is written. Nothing that was typed is lost, whatever happens. */
export function Composer({ id, mayPay }: ComposerProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { text, change, clear } = useDraft(id);
  const type = useTyping(id);
  const field = useRef<HTMLTextAreaElement>(null);
  const notesId = useId();
  const panelId = useId();
  const [isMore, setMore] = useState(false);
  const plus = useRef<HTMLDivElement>(null);
  const hasKeyboard = useMedia('(hover: hover) and (pointer: fine)');
  // Counting code points of a short text is not needed: it has no more than code units.
  const length = text.length > countFrom ? codePointLength(text) : text.length;
  const isReady = text.trim() !== '' && length <= maxTextLength;

  useEffect(() => {
    if (hasKeyboard) field.current?.focus({ preventScroll: true });
  }, [hasKeyboard]);

  function send(): void {
    if (!isReady) return;
    void commands.send(id, text.trim());
    clear();
    field.current?.focus();
  }

  function closeMore(): void {
    // The focus goes back to what opened it, also when a sheet that it led to is closed.
    plus.current?.querySelector('button')?.focus();
    setMore(false);
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // Enter that ends the writing of a syllable is not Enter; 229 is how Safari says so.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || isComposing || event.shiftKey) return;
    if (!hasKeyboard && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      aria-label={t`Write a message`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      <Length id={notesId} length={length} />
      <div className="flex items-end gap-[8px] px-[12px] py-2">
        {mayPay ? (
          <div ref={plus} className="-mx-1">
            <PlusButton panelId={panelId} isOpen={isMore} toggle={() => setMore(!isMore)} />
          </div>
        ) : null}
        <textarea
          ref={field}
          dir="auto"
          rows={1}
          value={text}
          onChange={(event) => {
            change(event.target.value);
            if (event.target.value !== '') type();
          }}
          onKeyDown={press}
          aria-label={t`Message`}
          aria-describedby={length > countFrom ? notesId : undefined}
          aria-invalid={length > maxTextLength || undefined}
          placeholder={t`Message`}
          enterKeyHint={hasKeyboard ? 'send' : 'enter'}
          autoComplete="off"
          className={classNames(
            'edge field-sizing-content max-h-40 min-h-11 min-w-0 flex-1 resize-none rounded-[1.375rem]',
            'bg-field px-[16px] py-2.5 placeholder:text-muted focus-visible:outline-offset-0',
          )}
        />
        <IconButton
          label={t`Send`}
          tone="filled"
          aria-disabled={!isReady}
          onClick={send}
          className={isReady ? '' : 'bg-field! text-muted!'}
          icon={<SendHorizontal aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
        />
      </div>
      {isMore && mayPay ? <PlusPanel panelId={panelId} id={id} onClose={closeMore} /> : null}
    </form>
  );
}
