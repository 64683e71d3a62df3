import { unreachable, type PersonId } from '@plaza/base';
import type { Conversation, Entry, EntryBody, InboxItem, PersonCard } from '@plaza/contract';
import type { HeadFacts } from './store/heads.ts';
import type { InboxRow } from './store/inbox.ts';
import type { StoredBody, StoredEntry } from './types.ts';

export type GetCards = (ids: PersonId[]) => Promise<Map<PersonId, PersonCard>>;
type CardOf = (personId: PersonId) => PersonCard;

/** Stands in for a person of whom nothing is known any more. */
function unknownCard(personId: PersonId): PersonCard {
  const handle = 'deleted';
  return { personId, handle, displayName: '?', photoPath: null, region: '', signature: '' };
}

function peopleOf(body: StoredBody): PersonId[] {
  if ('personIds' in body) return body.personIds;
  return 'personId' in body ? [body.personId] : [];
}

function presentBody(body: StoredBody, cardOf: CardOf): EntryBody {
  switch (body.type) {
    case 'message':
    case 'created':
    case 'renamed':
    case 'erased':
      return body;
    case 'membersAdded':
      return { type: body.type, people: body.personIds.map(cardOf) };
    case 'memberRemoved':
    case 'memberLeft':
    case 'ownerChanged':
      return { type: body.type, person: cardOf(body.personId) };
    default:
      return unreachable(body);
  }
}

export type Presenter = {
  entries(entries: readonly StoredEntry[]): Promise<Entry[]>;
  conversations(facts: readonly HeadFacts[]): Promise<Conversation[]>;
  cards(ids: readonly PersonId[]): Promise<CardOf>;
};

/** Puts people's cards, as they are now, in the place of their ids. */
export function createPresenter(getCards: GetCards): Presenter {
  async function cards(ids: readonly PersonId[]): Promise<CardOf> {
    const unique = [...new Set(ids)];
    const found = unique.length === 0 ? new Map() : await getCards(unique);
    return (personId) => (found.get(personId) as PersonCard | undefined) ?? unknownCard(personId);
  }

  const present = (entry: StoredEntry, cardOf: CardOf): Entry => ({
    ...entry,
    body: presentBody(entry.body, cardOf),
  });

  function conversation(facts: HeadFacts, cardOf: CardOf): Conversation {
    const { conversationId, kind, name, ownerId, memberCount, lastSeq } = facts;
    return {
      ...{ conversationId, kind, name, ownerId, memberCount, lastSeq },
      peer: facts.peerId === null ? null : cardOf(facts.peerId),
      faces: facts.faceIds.map(cardOf),
      lastEntry: facts.lastEntry === null ? null : present(facts.lastEntry, cardOf),
    };
  }

  return {
    cards,
    async entries(entries) {
      const cardOf = await cards(entries.flatMap(({ body }) => peopleOf(body)));
      return entries.map((entry) => present(entry, cardOf));
    },
    async conversations(list) {
      const ids = list.flatMap(({ peerId, faceIds, lastEntry }) => [
        ...(peerId === null ? [] : [peerId]),
        ...faceIds,
        ...(lastEntry === null ? [] : peopleOf(lastEntry.body)),
      ]);
      const cardOf = await cards(ids);
      return list.map((facts) => conversation(facts, cardOf));
    },
  };
}

export function presentInbox(
  row: InboxRow,
  counted: { unread: number; endSeq: number },
): InboxItem {
  const { conversationId, joinedSeq, leftSeq, clearedSeq, readSeq, hiddenSeq } = row;
  const { pinned, muted, markedUnread, draft } = row;
  return {
    ...{ conversationId, joinedSeq, leftSeq, clearedSeq, readSeq },
    unread: counted.unread,
    unreadAtSeq: counted.endSeq,
    ...{ pinned, muted, markedUnread, hiddenSeq, draft },
  };
}
