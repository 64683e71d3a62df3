import type { ConversationId } from '@plaza/base';
import { privatePrefix } from '../../state/index.ts';

// A draft that is longer than a message may be cannot go to the server; the surplus stays in this
// tab, through reloads, until it is shortened or sent.

const keyOf = (id: ConversationId) => `${privatePrefix}draft:${id}`;

/** The whole of a draft that is too long to be sent; null where there is none. */
export function overlongDraft(id: ConversationId): string | null {
  return sessionStorage.getItem(keyOf(id));
}

export function keepOverlong(id: ConversationId, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(keyOf(id));
    else sessionStorage.setItem(keyOf(id), text);
  } catch {
    // The tab's storage is full: the text is still on the screen.
  }
}
