import type { ConversationId, PersonId } from '@plaza/base';
import type { Head, PersonCard } from '@plaza/contract';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { NamedMember } from '../chat/index.ts';
import type { Reader } from './messages.ts';
import { matches, termsOf } from './tokens.ts';

/** Of a larger group only the first members are looked at. */
const membersEach = 500;
const mostPeople = 5_000;
const mostGroups = 20;
const mostNamed = 3;
const cardsAtOnce = 500;

export type GroupsDeps = {
  identity: { getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>> };
  chat: {
    searching: Pick<Reader, 'stretches'> & {
      groups(
        ids: readonly ConversationId[],
        each: number,
      ): Promise<{ names: Map<ConversationId, string>; members: NamedMember[] }>;
    };
    heads: {
      get(
        viewerId: PersonId,
        conversationId: ConversationId,
      ): Promise<Outcome<{ head: Head }, 'conversation_unknown'>>;
    };
  };
};

export type FoundGroup = { head: Head; people: PersonId[] };

async function namesOf(
  { identity }: Pick<GroupsDeps, 'identity'>,
  ids: readonly PersonId[],
): Promise<Map<PersonId, string>> {
  const names = new Map<PersonId, string>();
  for (let at = 0; at < ids.length; at += cardsAtOnce) {
    const cards = await identity.getCards(ids.slice(at, at + cardsAtOnce));
    for (const [personId, { displayName }] of cards) names.set(personId, displayName);
  }
  return names;
}

/** Looks for my groups by their name, then by the names of who is in them. */
export function createGroupSearch({ identity, chat }: GroupsDeps) {
  return async (viewerId: PersonId, query: string): Promise<FoundGroup[]> => {
    const terms = termsOf(query);
    if (terms.length === 0) return [];
    const spans = await chat.searching.stretches(viewerId);
    // Who left a group sees neither who joined it since nor what it is called now.
    const ids = spans.flatMap(({ conversationId, kind, highSeq }) =>
      kind === 'group' && highSeq === null ? [conversationId] : [],
    );
    const { names, members } = await chat.searching.groups(ids, membersEach);
    const others = members.filter(({ personId }) => personId !== viewerId);
    const people = [...new Set(others.map(({ personId }) => personId))].slice(0, mostPeople);
    const nameOf = await namesOf({ identity }, people);
    const isFound = new Map(
      people.map((personId) => [personId, matches(nameOf.get(personId) ?? '', terms)]),
    );
    const found = new Map<ConversationId, PersonId[]>();
    for (const [conversationId, name] of names) {
      if (matches(name, terms)) found.set(conversationId, []);
    }
    for (const { conversationId, personId, nickname } of others) {
      if (isFound.get(personId) !== true && !matches(nickname, terms)) continue;
      const named = found.get(conversationId) ?? [];
      // A group that its own name gives away needs nobody to explain it.
      if (!matches(names.get(conversationId) ?? '', terms)) named.push(personId);
      found.set(conversationId, named);
    }
    const byName = [...found].toSorted(
      ([, a], [, b]) => Math.min(a.length, 1) - Math.min(b.length, 1),
    );
    const heads = await Promise.all(
      byName.slice(0, mostGroups).map(async ([conversationId, named]) => {
        const outcome = await chat.heads.get(viewerId, conversationId);
        return outcome.ok ? [{ head: outcome.value.head, people: named.slice(0, mostNamed) }] : [];
      }),
    );
    return heads.flat();
  };
}
