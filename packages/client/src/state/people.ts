import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry, Head, PersonCard } from '@plaza/contract';
import type { ConversationState, State } from './types.ts';

/** The cards that an entry carries. */
export function cardsOfEntry({ body }: Entry): readonly PersonCard[] {
  if ('people' in body) return body.people;
  return 'person' in body ? [body.person] : [];
}

/** The cards that a head carries. */
export function cardsOfHead({ conversation }: Head): readonly PersonCard[] {
  const { peer, faces } = conversation;
  return peer === null ? faces : [peer, ...faces];
}

/** Remembers cards; a card that is known already is left alone unless it `replaces`. */
export function withCards(state: State, cards: readonly PersonCard[], replaces: boolean): State {
  const fresh = cards.filter(({ personId }) => replaces || !state.people.has(personId));
  if (fresh.length === 0) return state;
  const people = new Map(state.people);
  for (const card of fresh) people.set(card.personId, card);
  return { ...state, people };
}

const renew = (card: PersonCard, fresh: PersonCard) =>
  card.personId === fresh.personId ? fresh : card;

function isShown({ conversation, members }: ConversationState, id: PersonId): boolean {
  return (
    conversation.peer?.personId === id ||
    conversation.faces.some(({ personId }) => personId === id) ||
    (members?.some(({ person }) => person.personId === id) ?? false)
  );
}

function renewIn(known: ConversationState, fresh: PersonCard): ConversationState {
  const { conversation, members } = known;
  const { peer, faces } = conversation;
  return {
    ...known,
    conversation: {
      ...conversation,
      peer: peer === null ? null : renew(peer, fresh),
      faces: faces.map((face) => renew(face, fresh)),
    },
    members: members?.map((m) => ({ ...m, person: renew(m.person, fresh) })) ?? null,
  };
}

/** Puts a changed card in every place that shows the person. */
export function withChangedPerson(state: State, fresh: PersonCard): State {
  const conversations = new Map<ConversationId, ConversationState>();
  for (const [id, known] of state.conversations) {
    conversations.set(id, isShown(known, fresh.personId) ? renewIn(known, fresh) : known);
  }
  const contact = state.contacts.get(fresh.personId);
  const contacts =
    contact === undefined
      ? state.contacts
      : new Map(state.contacts).set(fresh.personId, { ...contact, person: fresh });
  return withCards({ ...state, conversations, contacts }, [fresh], true);
}
