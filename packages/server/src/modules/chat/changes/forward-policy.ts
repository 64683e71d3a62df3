import { truncate } from '@plaza/base';
import type { MergedItem } from '@plaza/contract';
import type { StoredMessage } from '../types.ts';

/** What stands by itself: it means the same wherever it is said. */
const single: ReadonlySet<StoredMessage['type']> = new Set([
  ...(['text', 'photo', 'video', 'file', 'voice', 'sticker', 'location'] as const),
  ...(['contact', 'merged'] as const),
]);

type Quotable = MergedItem['message'];

function isQuotable(message: StoredMessage): message is Quotable {
  return single.has(message.type) && message.type !== 'contact' && message.type !== 'merged';
}

/** Without what belongs to the conversation that it comes from. */
function bare<M extends StoredMessage>(message: M): M {
  const { replyTo: _answered, ...rest } = message as M & { replyTo?: number };
  const { mentions: _called, mentionsAll: _all, ...free } = rest as Record<string, unknown>;
  return free as M;
}

/** A message as it may be said elsewhere; null: it may not. */
export function forwardable(message: StoredMessage): StoredMessage | null {
  return single.has(message.type) ? bare(message) : null;
}

export type Quoted = { author: string; at: string; message: StoredMessage };

const maxAuthor = 80;
const maxTitle = 120;

/** Several messages as one, named after who wrote them; null: one of them may not be in it. */
export function merge(quoted: readonly Quoted[]): StoredMessage | null {
  const items: MergedItem[] = [];
  for (const { author, at, message } of quoted) {
    if (!isQuotable(message)) return null;
    items.push({ author: truncate(author, maxAuthor), at, message: bare(message) });
  }
  const authors = [...new Set(items.map((item) => item.author))].join(', ');
  return { type: 'merged', title: truncate(authors, maxTitle), items };
}
