import type { ConversationId } from '@plaza/base';
import type {
  EventPayload,
  Head,
  InboxItem,
  PersonalEvent,
  PersonalEventName,
} from '@plaza/contract';
import { fromHead, withHead, withInbox } from './conversation.ts';
import { goneIn, hiddenIn, withGone } from './changes.ts';
import { put, without } from './maps.ts';
import { withFamilyNews } from './family.ts';
import { takeOrder, withNews } from './merchants.ts';
import { cardsOfHead, withCards, withChangedPerson } from './people.ts';
import { takeBills } from './bills.ts';
import { takePackets, takeTaking } from './packets.ts';
import { takeApproval, takeTransfers, takeWallets } from './pay.ts';
import { settlePosts, withoutPostsOf } from './posts.ts';
import { settleSends } from './sends.ts';
import type { State } from './types.ts';

/** Takes a fetched or announced head. */
export function takeHead(state: State, head: Head): State {
  const id = head.conversation.conversationId;
  const known = state.conversations.get(id);
  const next = known === undefined ? fromHead(head) : withHead(known, head);
  const told = { ...state, conversations: put(state.conversations, id, next) };
  return settleSends(withCards(told, cardsOfHead(head), false), id);
}

/**
 * Takes the head of a conversation that I am part of now. The log of events keeps no message, so
 * that none outlives its recall there: the newest entry is asked for.
 */
function takeJoined(state: State, head: Head): State {
  const { conversationId: id, lastEntry, lastSeq } = head.conversation;
  const before = state.conversations.get(id)?.conversation;
  const next = takeHead(state, head);
  const known = next.conversations.get(id);
  if (known === undefined || lastEntry !== null) return next;
  const isSame = before?.lastSeq === lastSeq && before.lastEntry !== null;
  const { joinedSeq, clearedSeq } = head.inbox;
  const stale = known.stale || (!isSame && lastSeq > Math.max(joinedSeq, clearedSeq));
  const conversation = isSame
    ? { ...known.conversation, lastEntry: before.lastEntry }
    : known.conversation;
  return { ...next, conversations: put(next.conversations, id, { ...known, conversation, stale }) };
}

/** Takes what is mine about a conversation; one that is not known yet is fetched elsewhere. */
export function takeInbox(state: State, inbox: InboxItem): State {
  const known = state.conversations.get(inbox.conversationId);
  if (known === undefined) return state;
  const next = withInbox(known, inbox);
  return { ...state, conversations: put(state.conversations, inbox.conversationId, next) };
}

/**
 * Messages that I deleted for me are gone at once. Whoever tells it twice finds nothing left to
 * count; where they counted as unread the head is asked for.
 */
export function takeHidden(
  state: State,
  id: ConversationId,
  { seqs, isConfirmed }: { seqs: readonly number[]; isConfirmed: boolean },
): State {
  const known = state.conversations.get(id);
  if (known === undefined) return state;
  const gone = withGone(known, hiddenIn(known, seqs), state.me?.personId ?? null);
  const readTo = Math.max(known.inbox.readSeq, known.inbox.clearedSeq);
  const stale = known.stale || (isConfirmed && seqs.some((seq) => seq > readTo));
  const ahead = seqs.filter((seq) => seq > known.conversation.lastSeq);
  const veiled = ahead.length === 0 ? known.veiled : [...known.veiled, ...ahead];
  return { ...state, conversations: put(state.conversations, id, { ...gone, veiled, stale }) };
}

/** Messages that are gone for everybody, of which no entry that I am told says so. */
function takeGone(
  state: State,
  { conversationId: id, seqs, body }: EventPayload<'chat.messagesGone'>,
): State {
  const known = state.conversations.get(id);
  if (known === undefined) return state;
  const next = withGone(known, goneIn(known, seqs, body), state.me?.personId ?? null);
  const readTo = Math.max(known.inbox.readSeq, known.inbox.clearedSeq);
  // Perhaps they were counted as unread: only the server knows how it counts now.
  const stale = known.stale || seqs.some((seq) => seq > readTo);
  return { ...state, conversations: put(state.conversations, id, { ...next, stale }) };
}

const keptNotices = 20;

type Reducers = {
  [N in PersonalEventName]: (state: State, payload: EventPayload<N>, seq: number) => State;
};

/** Every personal event carries the whole of what it changes, so the newest simply wins. */
const reducers: Reducers = {
  'identity.meChanged': (state, { me }) => ({ ...state, me }),
  'identity.personChanged': (state, { person }) => withChangedPerson(state, person),
  'identity.securityNoticed': (state, notice, seq) => ({
    ...state,
    notices: [...state.notices, { ...notice, seq }].slice(-keptNotices),
  }),
  'contacts.contactChanged': (state, { contact }) =>
    withCards(
      settlePosts(
        { ...state, contacts: put(state.contacts, contact.person.personId, contact) },
        contact,
      ),
      [contact.person],
      true,
    ),
  'contacts.contactRemoved': (state, { personId }) =>
    withoutPostsOf({ ...state, contacts: without(state.contacts, personId) }, personId),
  'contacts.requestChanged': (state, { request }) => ({
    ...state,
    requests: put(state.requests, request.requestId, request),
  }),
  'contacts.privacyChanged': (state, privacy) => ({ ...state, privacy }),
  'chat.inboxChanged': (state, { inbox }) => takeInbox(state, inbox),
  'chat.conversationJoined': (state, { head }) => takeJoined(state, head),
  'chat.conversationRemoved': (state, { conversationId: id }) => ({
    ...state,
    conversations: without(state.conversations, id),
    intents: without(state.intents, id),
  }),
  'chat.messagesHidden': (state, { conversationId, seqs }) =>
    takeHidden(state, conversationId, { seqs, isConfirmed: true }),
  'chat.messagesGone': (state, payload) => takeGone(state, payload),
  'chat.preferencesChanged': (state, { preferences }) => ({ ...state, preferences }),
  'chat.scheduleChanged': (state, { schedule }) => ({
    ...state,
    schedules: put(state.schedules, schedule.scheduleId, schedule),
  }),
  'chat.scheduleEnded': (state, { scheduleId }) => ({
    ...state,
    schedules: without(state.schedules, scheduleId),
  }),
  'chat.reminderChanged': (state, { reminder }) => ({
    ...state,
    reminders: put(state.reminders, reminder.reminderId, reminder),
  }),
  'chat.reminderEnded': (state, { reminderId }) => ({
    ...state,
    reminders: without(state.reminders, reminderId),
  }),
  'chat.joinRequested': (state, { conversationId, waiting }) => ({
    ...state,
    joinRequests:
      waiting === 0
        ? without(state.joinRequests, conversationId)
        : put(state.joinRequests, conversationId, waiting),
  }),
  // Their screens ask the server; a message here is only that something is new.
  'favourites.favouriteChanged': (state) => state,
  'favourites.favouriteRemoved': (state) => state,
  'trust.statementGiven': (state) => state,
  'trust.reportDecided': (state) => state,
  'pay.walletChanged': (state, { wallet }) => takeWallets(state, [wallet]),
  'pay.transferChanged': (state, { transfer }) => takeTransfers(state, [transfer]),
  'pay.approvalChanged': (state, { approval }) => takeApproval(state, approval),
  'packets.changed': (state, { packet }) => takePackets(state, [packet]),
  'packets.taken': takeTaking,
  'bills.changed': (state, { bill }) => takeBills(state, [bill]),
  'family.cardChanged': withFamilyNews,
  'family.paymentChanged': withFamilyNews,
  'codes.used': (state, use) => ({ ...state, codeUse: use }),
  'merchants.orderChanged': (state, { order }) => takeOrder(state, order),
  // These are asked of the server by whoever looks at them.
  'merchants.askingChanged': withNews,
  'merchants.payoutChanged': withNews,
  'merchants.mineChanged': withNews,
  'merchants.left': withNews,
};

/** Takes what an event says, in its turn or once more. */
export function takeTold(state: State, event: PersonalEvent): State {
  const reducer = reducers[event.name as PersonalEventName] as
    | ((state: State, payload: unknown, seq: number) => State)
    | undefined;
  // A newer server may tell what this client does not understand: it only counts.
  return reducer === undefined ? state : reducer(state, event.payload, event.seq);
}

/** Takes the next personal event; what was seen before, or is ahead of a gap, changes nothing. */
export function takePersonal(state: State, event: PersonalEvent): State {
  if (state.personalSeq === null || event.seq !== state.personalSeq + 1) return state;
  return { ...takeTold(state, event), personalSeq: event.seq };
}
