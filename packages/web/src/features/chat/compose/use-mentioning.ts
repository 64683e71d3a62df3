import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import {
  found,
  mentionQuery,
  withMention,
  type Mentionable,
  type MentionQuery,
} from './mentions.ts';

const mostShown = 50;

type MentioningDeps = {
  text: string;
  people: readonly Mentionable[];
  field: RefObject<HTMLTextAreaElement | null>;
  change(text: string): void;
};

/** Offers names while a mention is written: arrows choose, Enter or Tab takes, Escape ends. */
export function useMentioning({ text, people, field, change }: MentioningDeps) {
  const listId = useId();
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [active, setActive] = useState(0);
  const isValid = query !== null && text.startsWith('@', query.from);
  const shown = isValid ? found(people, query.query).slice(0, mostShown) : [];
  const isOpen = shown.length > 0;

  /** To be called when the text or the caret changed. */
  function look(node: HTMLTextAreaElement): void {
    if (people.length === 0) return;
    setQuery(mentionQuery(node.value, node.selectionStart));
    setActive(0);
  }

  function pick(person: Mentionable): void {
    if (query === null) return;
    const { text: next, caret } = withMention(text, query, person.name);
    change(next);
    setQuery(null);
    const node = field.current;
    // The caret can be put only when the text stands in the field.
    requestAnimationFrame(() => {
      node?.focus();
      node?.setSelectionRange(caret, caret);
    });
  }

  /** Whether the key was for the list. */
  function press(event: KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = shown[active];
    if (step !== undefined) setActive((active + step + shown.length) % shown.length);
    else if (event.key === 'Escape') setQuery(null);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) pick(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  return { listId, shown, active, isOpen, look, pick, press, close: () => setQuery(null) };
}
