import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { classNames, IconButton, VisuallyHidden } from '../../ui/index.ts';
import { CornerDownLeft } from 'lucide-react';
import { nameInCall } from './call-names.ts';
import { maxTypedLength } from './limits.ts';
import type { CallView } from './state.ts';
import { useAnnounced } from './use-announced.ts';
import { useEngine } from './use-engine.ts';

type TextPaneProps = { view: CallView; state: State };

/** What was typed, line by line; the newest of each person may still grow. */
function Lines({ view, state }: TextPaneProps) {
  const { t } = useLingui();
  const end = useRef<HTMLLIElement>(null);
  const shown = view.lines.filter(({ text }) => text !== '');
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [view.lines]);
  const meId = state.me?.personId;
  return (
    <ul
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
      tabIndex={0}
      aria-label={t`Text of the call`}
      className="ring-inside flex min-h-0 flex-1 flex-col gap-1.5 overflow-y-auto p-3"
    >
      {shown.map(({ personId, line, text }) => (
        <li
          key={`${personId} ${line}`}
          className={classNames(
            'edge w-fit max-w-[85%] rounded-2xl px-3 py-1.5',
            personId === meId ? 'self-end bg-bubble-own' : 'bg-bubble-other',
          )}
        >
          <span className="block text-xs font-medium text-muted">
            <bdi>{nameInCall(state, view.call, personId)}</bdi>
          </span>
          <span dir="auto" className="whitespace-pre-wrap">
            {text}
          </span>
        </li>
      ))}
      <li ref={end} aria-hidden="true" />
    </ul>
  );
}

/** Where I write: every keystroke is on the other screens at once. */
function Field({ view, state }: TextPaneProps) {
  const { t } = useLingui();
  const id = useId();
  const run = useEngine();
  const meId = state.me?.personId;
  const [line, setLine] = useState(
    () => Math.max(-1, ...view.lines.filter((l) => l.personId === meId).map((l) => l.line)) + 1,
  );
  const [text, setText] = useState('');
  const revision = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  // Opened to write: whoever presses Text wants to type next.
  useEffect(() => {
    field.current?.focus();
  }, []);

  function type(next: string): void {
    revision.current += 1;
    const typed = { line, revision: revision.current, text: next };
    setText(next);
    run((engine) => engine.type(typed));
  }

  function finish(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() === '') return;
    setLine(line + 1);
    setText('');
  }

  return (
    <form onSubmit={finish} className="flex flex-col gap-1 border-t border-line p-3">
      <label htmlFor={id} className="text-xs text-muted">
        <Trans>The others see every letter as you type it.</Trans>
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          dir="auto"
          autoComplete="off"
          ref={field}
          value={text}
          maxLength={maxTypedLength}
          onChange={(event) => type(event.target.value)}
          className="min-h-11 min-w-0 flex-1 rounded-xl border border-field-line bg-surface px-3"
        />
        <IconButton
          label={t`New line`}
          tone="filled"
          icon={<CornerDownLeft aria-hidden="true" className="size-5" />}
          onClick={finish}
        />
      </div>
    </form>
  );
}

/** Text beside the voice, letter by letter (real-time text): for who does not hear or speak. */
export function TextPane({ view, state }: TextPaneProps) {
  const { t } = useLingui();
  const announced = useAnnounced(view.lines, state.me?.personId ?? null);
  return (
    <section
      aria-label={t`Text`}
      className={classNames(
        'flex max-h-[45dvh] min-h-0 w-full shrink-0 flex-col border-t border-line bg-canvas',
        'panes:max-h-none panes:w-96 panes:border-s panes:border-t-0',
      )}
    >
      <Lines view={view} state={state} />
      <VisuallyHidden>
        <span role="log" aria-live="polite" aria-label={t`What the others write`}>
          {announced.map(({ key, personId, text }) => (
            <span key={key}>
              {nameInCall(state, view.call, personId)}: {text}
            </span>
          ))}
        </span>
      </VisuallyHidden>
      <Field view={view} state={state} />
    </section>
  );
}
