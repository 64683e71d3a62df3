import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Keyboard, Plus, SendHorizontal, Smile } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { useMedia } from '../../shell/index.ts';
import { IconButton, classNames } from '../../ui/index.ts';
import { ComposingBar } from './compose/ComposingBar.tsx';
import { Field } from './compose/Field.tsx';
import { MentionList } from './compose/MentionList.tsx';
import { Panels, type Panel } from './compose/Panels.tsx';
import { RecordingBar } from './compose/RecordingBar.tsx';
import { useAttaching } from './compose/use-attaching.tsx';
import { useMentionables } from './compose/use-mentionables.ts';
import { useMentioning } from './compose/use-mentioning.ts';
import { useRecording } from './compose/use-recording.ts';
import { countFrom, useWriting } from './compose/use-writing.ts';
import { VoiceButton } from './compose/VoiceButton.tsx';
import { cardOf } from './names.ts';
import { maxTextLength } from './use-draft.ts';
import { useTyping } from './use-typing.ts';

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

type ToggleProps = { panelId: string; panel: Panel | null; onToggle(): void };

function PlusButton({ panelId, panel, onToggle }: ToggleProps) {
  const { t } = useLingui();
  const isOpen = panel === 'more';
  return (
    <IconButton
      data-panel="more"
      label={t`More to send`}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      onClick={onToggle}
      className="-mx-[4px]"
      icon={
        <Plus
          aria-hidden="true"
          className={classNames('size-6 transition-transform', isOpen && 'rotate-45')}
        />
      }
    />
  );
}

function EmojiButton({ panelId, panel, onToggle }: ToggleProps) {
  const { t } = useLingui();
  const isOpen = panel === 'emoji' || panel === 'sticker';
  const Icon = isOpen ? Keyboard : Smile;
  return (
    <IconButton
      data-panel="emoji"
      label={t`Emoji and stickers`}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      onClick={onToggle}
      className="-mx-[4px]"
      icon={<Icon aria-hidden="true" className="size-6" />}
    />
  );
}

function SendButton({ isReady, onClick }: { isReady: boolean; onClick(): void }) {
  const { t } = useLingui();
  return (
    <IconButton
      label={t`Send`}
      tone="filled"
      aria-disabled={!isReady}
      onClick={onClick}
      className={isReady ? '' : 'bg-field! text-muted!'}
      icon={<SendHorizontal aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
    />
  );
}

/** The panel below the field; the focus goes back to what opened it. */
function usePanel() {
  const [panel, setPanel] = useState<Panel | null>(null);
  const form = useRef<HTMLFormElement>(null);
  function close(): void {
    const name = panel === 'more' ? 'more' : 'emoji';
    form.current?.querySelector<HTMLElement>(`[data-panel="${name}"]`)?.focus();
    setPanel(null);
  }
  return { panel, setPanel, close, form };
}

/** The button at the end records while nothing is written; held or tapped. */
function useVoice(id: ConversationId) {
  const recording = useRecording(id);
  const [slide, setSlide] = useState(0);
  const [isHeld, setHeld] = useState(false);
  const { begin, cancel, send, state } = recording;
  const button = {
    isRecording: state !== null,
    onBegin: () => void begin(),
    onSlide: (part: number) => setSlide(part),
    onRelease: () => void send(),
    onCancel: () => void cancel(),
  };
  return { ...recording, slide, isHeld, setHeld, button };
}

type ComposerProps = {
  id: ConversationId;
  state: State;
  conversation: Conversation;
  /** Money can be sent to the other person here. */
  mayPay: boolean;
  /** Red packets can be put here. */
  mayGive: boolean;
};

/** Where a message is written. Nothing that was typed is lost, whatever happens. */
export function Composer({ id, state, conversation, mayPay, mayGive }: ComposerProps) {
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  const people = useMentionables(state, conversation);
  const writing = useWriting(id, people);
  const { text, change, composing } = writing;
  const mentioning = useMentioning({ text, people, field, change });
  const type = useTyping(id);
  const voice = useVoice(id);
  const notesId = useId();
  const panelId = useId();
  const { panel, setPanel, close, form } = usePanel();
  const focusField = () => field.current?.focus();
  const attaching = useAttaching(id, focusField);
  const hasKeyboard = useMedia('(hover: hover) and (pointer: fine)');
  const isSpoken = text === '' && composing?.kind !== 'edit';

  useEffect(() => {
    if (hasKeyboard) field.current?.focus({ preventScroll: true });
  }, [hasKeyboard]);
  useEffect(() => {
    if (composing !== null) field.current?.focus();
  }, [composing]);

  function send(): void {
    if (writing.send()) focusField();
  }

  function insert(emoji: string): void {
    const node = field.current;
    const [from, to] = [node?.selectionStart ?? text.length, node?.selectionEnd ?? text.length];
    change(text.slice(0, from) + emoji + text.slice(to));
    const caret = from + emoji.length;
    requestAnimationFrame(() => node?.setSelectionRange(caret, caret));
  }

  const toggle = (name: Panel) => () => (panel === name ? close() : setPanel(name));
  return (
    <>
      <form
        ref={form}
        aria-label={t`Write a message`}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        className="shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
      >
        {mentioning.isOpen ? (
          <MentionList
            listId={mentioning.listId}
            people={mentioning.shown}
            active={mentioning.active}
            photoOf={({ personId }) =>
              personId === null ? null : (cardOf(state, personId)?.photoPath ?? null)
            }
            onPick={mentioning.pick}
          />
        ) : null}
        {composing === null ? null : <ComposingBar {...{ id, composing }} onStop={writing.stop} />}
        <Length id={notesId} length={writing.length} />
        <div className="flex items-end gap-[8px] px-[12px] py-2">
          {voice.state === null ? (
            <>
              <PlusButton {...{ panelId, panel }} onToggle={toggle('more')} />
              <Field
                {...{ field, writing, mentioning, notesId, hasKeyboard }}
                onType={type}
                onSend={send}
                onFiles={attaching.pick}
              />
              <EmojiButton
                {...{ panelId, panel }}
                onToggle={() => (panel === 'sticker' ? close() : toggle('emoji')())}
              />
            </>
          ) : (
            <RecordingBar
              state={voice.state}
              slide={voice.slide}
              isHeld={voice.isHeld}
              onCancel={() => void voice.cancel()}
              onSend={() => void voice.send()}
            />
          )}
          {isSpoken ? (
            <VoiceButton {...voice.button} isHeld={voice.isHeld} onHeld={voice.setHeld} />
          ) : (
            <SendButton isReady={writing.isReady} onClick={send} />
          )}
        </div>
        <Panels
          {...{ panel, panelId, id, mayPay, mayGive }}
          onShow={setPanel}
          onClose={close}
          onEmoji={insert}
          onChoose={(choice) => {
            if (choice === 'sticker') return setPanel('sticker');
            close();
            attaching.choose(choice);
          }}
        />
      </form>
      {/* Apart: the sheets have forms of their own. */}
      {attaching.parts}
    </>
  );
}
