import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { EntryPlace, SearchStretch } from '../chat/index.ts';
import { parseCursor, writeCursor } from './place.ts';
import { parseQuery, type Filters } from './query.ts';
import { walkHits, type Hit } from './walk.ts';

const usualPage = 20;
/** After so long the page is given as it is, with the place where to go on. */
const boxMs = 70;

export type Reader = {
  stretches(personId: PersonId): Promise<SearchStretch[]>;
  places(
    viewerId: PersonId,
    within: ReadonlyMap<ConversationId, SearchStretch>,
    places: readonly EntryPlace[],
  ): Promise<Hit[]>;
};

export type MessagesDeps = {
  db: Pick<Database, 'query'>;
  clock: Pick<Clock, 'monotonicMs'>;
  searching: Reader;
};

export type MessagesInput = Filters & { cursor?: string | undefined; limit?: number | undefined };
export type MessagesPage = { hits: Hit[]; next: string | null };

export function createMessageSearch({ db, clock, searching }: MessagesDeps) {
  return async (
    viewerId: PersonId,
    { cursor, limit = usualPage, ...filters }: MessagesInput,
  ): Promise<Outcome<MessagesPage, 'conversation_unknown' | 'invalid'>> => {
    const start = cursor === undefined ? null : parseCursor(cursor);
    if (cursor !== undefined && start === null) return no('invalid');
    const mine = await searching.stretches(viewerId);
    const { conversationId } = filters;
    const spans =
      conversationId === undefined
        ? mine
        : mine.filter((stretch) => stretch.conversationId === conversationId);
    if (conversationId !== undefined && spans.length === 0) return no('conversation_unknown');
    const wanted = parseQuery(filters);
    if (wanted === null) return yes({ hits: [], next: null });
    const within = new Map(spans.map((span) => [span.conversationId, span]));
    const read = (places: readonly EntryPlace[]) => searching.places(viewerId, within, places);
    const order = { wanted, spans, start, limit, boxMs };
    const { hits, next } = await walkHits({ db, clock, read }, order);
    return yes({ hits, next: next === null ? null : writeCursor(next) });
  };
}
