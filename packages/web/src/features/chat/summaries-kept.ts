import type { ConversationId } from '@plaza/base';
import { archivedOf, listOf, type State } from '@plaza/client';
import type { Summary } from './summaries.ts';

type Kept = { sources: readonly unknown[]; text: string; summary: Summary };

/** All that the row of a conversation is made from. */
function sourcesOf(state: State, id: ConversationId, locale: string): readonly unknown[] {
  const { conversations, intents, sends, me, contacts, people, preferences } = state;
  const others = [me, contacts, people, preferences, locale];
  return [conversations.get(id), intents.get(id), sends.size === 0 ? null : sends, ...others];
}

/**
 * Makes the list, again and again: a row is made anew only when something in it may be another,
 * and is another object only when it says something else.
 */
export function createSummaries(make: (state: State, id: ConversationId) => Summary | null) {
  const kept = new Map<ConversationId, Kept>();

  function read(state: State, id: ConversationId, locale: string): Summary | null {
    const sources = sourcesOf(state, id, locale);
    const before = kept.get(id);
    if (before?.sources.every((source, at) => source === sources[at])) return before.summary;
    const made = make(state, id);
    if (made === null) return null;
    const { conversation, ...shown } = made;
    const { lastSeq, faces, peer } = conversation;
    const text = JSON.stringify([shown, lastSeq, faces, peer, locale]);
    const summary = before?.text === text ? before.summary : made;
    kept.set(id, { sources, text, summary });
    return summary;
  }

  return (state: State, { locale, isArchive }: { locale: string; isArchive: boolean }) =>
    (isArchive ? archivedOf(state) : listOf(state)).flatMap((id) => read(state, id, locale) ?? []);
}
