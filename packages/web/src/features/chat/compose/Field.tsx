import { useLingui } from '@lingui/react/macro';
import { useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
import { classNames } from '../../../ui/index.ts';
import { maxTextLength } from '../use-draft.ts';
import { optionId } from './MentionList.tsx';
import type { useMentioning } from './use-mentioning.ts';
import { countFrom, type useWriting } from './use-writing.ts';

type FieldProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  writing: ReturnType<typeof useWriting>;
  mentioning: ReturnType<typeof useMentioning>;
  notesId: string;
  hasKeyboard: boolean;
  onType(): void;
  onSend(): void;
  onFiles(files: Iterable<File>): void;
};

/** Where the text of a message is written. */
export function Field(props: FieldProps) {
  const { field, writing, mentioning, notesId, hasKeyboard, onType, onSend, onFiles } = props;
  const { t } = useLingui();
  const [isComposing, setComposing] = useState(false);
  const { text, length } = writing;

  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // Enter that ends the writing of a syllable is not Enter; 229 is how Safari says so.
    if (isComposing || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (mentioning.press(event)) return;
    if (event.key === 'Escape' && writing.composing !== null) {
      event.preventDefault();
      return writing.stop();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (!hasKeyboard && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    onSend();
  }

  function paste(event: ClipboardEvent): void {
    const { files } = event.clipboardData;
    // What was copied from a text program has a picture of the text too.
    if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    onFiles(files);
  }

  return (
    <textarea
      ref={field}
      dir="auto"
      rows={1}
      value={text}
      onChange={(event) => {
        writing.change(event.target.value);
        mentioning.look(event.target);
        if (event.target.value !== '') onType();
      }}
      onSelect={(event) => {
        if (mentioning.isOpen) mentioning.look(event.currentTarget);
      }}
      onBlur={mentioning.close}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onKeyDown={press}
      onPaste={paste}
      aria-label={t`Message`}
      aria-describedby={length > countFrom ? notesId : undefined}
      aria-invalid={length > maxTextLength || undefined}
      aria-autocomplete="list"
      aria-controls={mentioning.isOpen ? mentioning.listId : undefined}
      aria-activedescendant={
        mentioning.isOpen ? optionId(mentioning.listId, mentioning.active) : undefined
      }
      placeholder={writing.title}
      enterKeyHint={hasKeyboard ? 'send' : 'enter'}
      autoComplete="off"
      className={classNames(
        'edge field-sizing-content max-h-40 min-h-11 min-w-0 flex-1 resize-none rounded-[1.375rem]',
        'bg-field px-[16px] py-2.5 placeholder:text-muted focus-visible:outline-offset-0',
      )}
    />
  );
}
