import { unreachable, type Clock, type PersonId } from '@plaza/base';
import type {
  Conversation,
  Entry,
  EntryBody,
  InboxItem,
  PersonCard,
  ShownMessage,
} from '@plaza/contract';
import type { Counted, HeadFacts } from './store/heads.ts';
import type { InboxRow } from './store/inbox.ts';
import type { StoredBody, StoredEntry, StoredMessage } from './types.ts';

export type GetCards = (ids: PersonId[]) => Promise<Map<PersonId, PersonCard>>;
type CardOf = (personId: PersonId) => PersonCard;

/** Bodies that name nobody: they are shown as they are stored. */
export const shownAsStored = [
  ...['created', 'renamed', 'erased', 'changed', 'recalled', 'expired', 'announced'],
  ...['muteAllSet', 'joinApprovalSet', 'timerSet', 'dissolved', 'callStarted', 'callMissed'],
] as const satisfies readonly StoredBody['type'][];

/** Stands in for a person of whom nothing is known any more. */
function unknownCard(personId: PersonId): PersonCard {
  const handle = 'deleted';
  return { personId, handle, displayName: '?', photoPath: null, region: '', signature: '' };
}

function peopleOf(body: StoredBody): PersonId[] {
  if (body.type === 'message') {
    return body.message.type === 'contact' ? [body.message.personId] : [];
  }
  if ('personIds' in body) return body.personIds;
  return 'personId' in body ? [body.personId] : [];
}

function presentMessage(message: StoredMessage, cardOf: CardOf): ShownMessage {
  if (message.type !== 'contact') return message;
  const { personId, ...rest } = message;
  return { ...rest, person: cardOf(personId) };
}

function presentBody(body: StoredBody, cardOf: CardOf): EntryBody {
  switch (body.type) {
    case 'message':
      return { type: body.type, message: presentMessage(body.message, cardOf) };
    case 'created':
    case 'renamed':
    case 'erased':
    case 'changed':
    case 'recalled':
    case 'expired':
    case 'announced':
    case 'muteAllSet':
    case 'joinApprovalSet':
    case 'timerSet':
    case 'dissolved':
    case 'callStarted':
    case 'callMissed':
      return body;
    case 'callEnded': {
      const { personIds, ...rest } = body;
      return { ...rest, people: personIds.map(cardOf) };
    }
    case 'membersAdded': {
      const { type, personIds, via } = body;
      return { type, people: personIds.map(cardOf), ...(via === undefined ? {} : { via }) };
    }
    case 'roleChanged':
      return { type: body.type, person: cardOf(body.personId), role: body.role };
    case 'nicknameSet':
      return { type: body.type, person: cardOf(body.personId), nickname: body.nickname };
    case 'memberRemoved':
    case 'memberLeft':
    case 'ownerChanged':
      return { type: body.type, person: cardOf(body.personId) };
    default:
      return unreachable(body);
  }
}

/** From its time on a message is over, whether or not its content was removed already. */
export function isExpired({ body, expiresAt }: StoredEntry, nowMs: number): boolean {
  return body.type === 'message' && expiresAt !== null && Date.parse(expiresAt) <= nowMs;
}

function presentEntry(entry: StoredEntry, cardOf: CardOf, nowMs: number): Entry {
  const { seq, senderId, clientId, at, expiresAt, extra } = entry;
  const place = { seq, senderId, clientId, at };
  if (isExpired(entry, nowMs)) return { ...place, body: { type: 'expired' } };
  const body = presentBody(entry.body, cardOf);
  return { ...place, body, ...extra, ...(expiresAt === null ? {} : { expiresAt }) };
}

/** Takes everything but the place of a message away, for who deleted it for themselves. */
export function presentHidden({ seq, senderId, clientId, at }: Entry): Entry {
  return { seq, senderId, clientId, at, body: { type: 'hidden' } };
}

export type Presenter = {
  entries(entries: readonly StoredEntry[]): Promise<Entry[]>;
  conversations(facts: readonly HeadFacts[]): Promise<Conversation[]>;
  cards(ids: readonly PersonId[]): Promise<CardOf>;
};

/** Puts people's cards, as they are now, in the place of their ids; the same for every viewer. */
export function createPresenter(getCards: GetCards, clock: Pick<Clock, 'nowMs'>): Presenter {
  async function cards(ids: readonly PersonId[]): Promise<CardOf> {
    const unique = [...new Set(ids)];
    const found = unique.length === 0 ? new Map() : await getCards(unique);
    return (personId) => (found.get(personId) as PersonCard | undefined) ?? unknownCard(personId);
  }

  function conversation(facts: HeadFacts, cardOf: CardOf): Conversation {
    const { conversationId, kind, name, ownerId, adminIds, memberCount, lastSeq } = facts;
    const { announcement, muteAll, joinApproval, lastEntry } = facts;
    return {
      ...{ conversationId, kind, name, ownerId, adminIds, memberCount, lastSeq },
      peer: facts.peerId === null ? null : cardOf(facts.peerId),
      faces: facts.faceIds.map(cardOf),
      ...{ announcement, muteAll, joinApproval },
      timerSeconds: facts.timerSeconds as Conversation['timerSeconds'],
      dissolved: facts.isDissolved,
      lastEntry: lastEntry === null ? null : presentEntry(lastEntry, cardOf, clock.nowMs()),
    };
  }

  return {
    cards,
    async entries(entries) {
      const cardOf = await cards(entries.flatMap(({ body }) => peopleOf(body)));
      const nowMs = clock.nowMs();
      return entries.map((entry) => presentEntry(entry, cardOf, nowMs));
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

export function presentInbox(row: InboxRow, counted: Counted): InboxItem {
  const { conversationId, joinedSeq, leftSeq, clearedSeq, readSeq, hiddenSeq } = row;
  const { notify, archived, announcementReadSeq, pinned, markedUnread, draft } = row;
  const { heardToSeq, heardSeqs } = row;
  return {
    ...{ conversationId, joinedSeq, leftSeq, clearedSeq, readSeq },
    unread: counted.unread,
    unreadAtSeq: counted.endSeq,
    mentionSeqs: counted.mentionSeqs,
    ...{ announcementReadSeq, pinned, notify, muted: notify !== 'all', archived },
    ...{ markedUnread, heardToSeq, heardSeqs: [...heardSeqs], hiddenSeq, draft },
  };
}
