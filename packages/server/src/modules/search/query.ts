import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { kindsOf, kindToken, searchText, senderToken, type SearchKind } from './content.ts';
import { probesOf } from './sketch.ts';
import type { Clause } from './store.ts';
import { lookupTokens, matches, termsOf, type Term } from './tokens.ts';

/** More tokens than these make nothing more certain: the message itself is read anyway. */
const mostTokens = 8;

export type Filters = {
  query: string;
  conversationId?: ConversationId | undefined;
  senderId?: PersonId | undefined;
  kinds?: readonly SearchKind[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** What is looked for. */
export type Wanted = {
  clauses: readonly Clause[];
  fromMs: number;
  toMs: number;
  /** Whether a message, as its viewer sees it, is what is looked for. */
  accepts(entry: Entry): boolean;
};

/** Times that PostgreSQL and JavaScript both know. */
const earliestMs = Date.UTC(1970, 0, 1);
const latestMs = Date.UTC(9999, 0, 1);

/** The longest terms say most, so their tokens are asked first. */
function tokensFor(terms: readonly Term[]): string[] {
  const sorted = terms.toSorted((a, b) => b.text.length - a.text.length);
  return [...new Set(sorted.flatMap(lookupTokens))].slice(0, mostTokens);
}

/** Null when there is nothing that could be found: a query of signs that nobody looks for. */
export function parseQuery(filters: Filters): Wanted | null {
  const { query, senderId, kinds, from, to } = filters;
  const terms = termsOf(query);
  if (terms.length === 0 && query.trim() !== '') return null;
  const clauses: Clause[] = tokensFor(terms).map((token) => [probesOf(token)]);
  if (senderId !== undefined) clauses.push([probesOf(senderToken(senderId))]);
  if (kinds !== undefined) clauses.push(kinds.map((kind) => probesOf(kindToken(kind))));
  const fromMs = from === undefined ? earliestMs : Date.parse(from);
  const toMs = to === undefined ? latestMs : Date.parse(to);

  return {
    ...{ clauses, fromMs, toMs },
    accepts({ body, senderId: writer, at }) {
      if (body.type !== 'message') return false;
      const atMs = Date.parse(at);
      if (atMs < fromMs || atMs > toMs) return false;
      if (senderId !== undefined && writer !== senderId) return false;
      const text = searchText(body.message);
      if (kinds !== undefined) {
        const own = kindsOf(body.message, text);
        if (!kinds.some((kind) => own.includes(kind))) return false;
      }
      return terms.length === 0 || matches(text, terms);
    },
  };
}
