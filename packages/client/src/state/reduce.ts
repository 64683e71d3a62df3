import { unreachable, type ConversationId, type PersonId } from '@plaza/base';
import type { Entry, Member } from '@plaza/contract';
import type { Action, Snapshot } from './actions.ts';
import { withEntry, withNewestPage, withPage, withWindow } from './conversation.ts';
import { put, without } from './maps.ts';
import { takeApproval, takeTransfers, takeWallets } from './pay.ts';
import { cardsOfEntry, withCards } from './people.ts';
import { takeHead, takeInbox, takePersonal } from './personal.ts';
import { settleSeen, settleSends, takeSend, withoutSend } from './sends.ts';
import type { ConversationState, State } from './types.ts';

function change(
  state: State,
  id: ConversationId,
  how: (known: ConversationState) => ConversationState,
): State {
  const known = state.conversations.get(id);
  if (known === undefined) return state;
  const next = how(known);
  return next === known ? state : { ...state, conversations: put(state.conversations, id, next) };
}

function takeSnapshot(state: State, snapshot: Snapshot): State {
  const { me, privacy, headSeq } = snapshot;
  const contacts = new Map(snapshot.contacts.map((c) => [c.person.personId, c] as const));
  const requests = new Map(snapshot.requests.map((r) => [r.requestId, r] as const));
  // What was told of money meanwhile is not in the snapshot: screens ask again.
  const unknown = { wallets: new Map(), approval: null, transfers: new Map() };
  const told = { ...state, ...unknown, me, privacy, contacts, requests, personalSeq: headSeq };
  return withCards(
    told,
    snapshot.contacts.map(({ person }) => person),
    true,
  );
}

/** Whoever is heard from types no more. */
function settleEntry(state: State, conversationId: ConversationId, entry: Entry): State {
  const typed = endTyping(state, conversationId, entry.senderId, Infinity);
  return settleSeen(typed, entry, state.me?.personId ?? null);
}

function takeEntry(state: State, conversationId: ConversationId, entry: Entry): State {
  const known = state.conversations.get(conversationId);
  const meId = state.me?.personId ?? null;
  const next = change(state, conversationId, (c) => withEntry(c, entry, meId));
  if (known === undefined || next === state) return state;
  return settleEntry(withCards(next, cardsOfEntry(entry), false), conversationId, entry);
}

function takePage(
  state: State,
  action: { conversationId: ConversationId; entries: readonly Entry[] },
  how: (known: ConversationState, entries: readonly Entry[]) => ConversationState,
): State {
  const { conversationId, entries } = action;
  let next = change(state, conversationId, (known) => how(known, entries));
  next = withCards(next, entries.flatMap(cardsOfEntry), false);
  for (const entry of entries) next = settleEntry(next, conversationId, entry);
  return settleSends(next, conversationId);
}

function takeMembers(state: State, id: ConversationId, members: readonly Member[]): State {
  const next = change(state, id, (known) => ({ ...known, members }));
  return withCards(
    next,
    members.map(({ person }) => person),
    true,
  );
}

function endTyping(state: State, id: ConversationId, personId: PersonId, atMs: number): State {
  const typists = state.typing.get(id);
  const untilMs = typists?.get(personId);
  if (typists === undefined || untilMs === undefined || untilMs > atMs) return state;
  const left = without(typists, personId);
  return {
    ...state,
    typing: left.size === 0 ? without(state.typing, id) : put(state.typing, id, left),
  };
}

function startTyping(state: State, id: ConversationId, personId: PersonId, untilMs: number): State {
  const typists = state.typing.get(id) ?? new Map<PersonId, number>();
  return { ...state, typing: put(state.typing, id, put(typists, personId, untilMs)) };
}

/**
 * What a device knows after something happened. Pure: the same actions give the same state in
 * every tab, and repeating or reordering what the server tells changes nothing.
 */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'restored':
      return { ...state, ...action.state };
    case 'status':
      return state.status === action.status ? state : { ...state, status: action.status };
    case 'snapshot':
      return takeSnapshot(state, action.snapshot);
    case 'personal':
      return takePersonal(state, action.event);
    case 'watermark':
      return { ...state, watermark: action.watermark };
    case 'heads':
      return action.heads.reduce(takeHead, state);
    case 'inbox':
      return takeInbox(state, action.inbox);
    case 'entry':
      return takeEntry(state, action.conversationId, action.entry);
    case 'page':
      return takePage(state, action, withPage);
    case 'newestPage':
      return takePage(state, action, withNewestPage);
    case 'windowPage':
      return takePage(state, action, withWindow);
    case 'opened':
    case 'closed':
    case 'windowClosed':
      return takeView(state, action);
    case 'membersStale':
      return change(state, action.conversationId, (known) => ({
        ...known,
        membersStale: action.stale,
      }));
    case 'members':
      return takeMembers(state, action.conversationId, action.members);
    case 'typed':
      return startTyping(state, action.conversationId, action.personId, action.untilMs);
    case 'typingEnded':
      return endTyping(state, action.conversationId, action.personId, action.atMs);
    case 'send':
      return takeSend(state, action.send);
    case 'sendRemoved':
      return withoutSend(state, action.clientId);
    case 'intent':
      return {
        ...state,
        intents: put(state.intents, action.intent.conversationId, action.intent),
      };
    case 'intentRemoved':
      return { ...state, intents: without(state.intents, action.conversationId) };
    case 'wallets':
      return takeApproval(takeWallets(state, action.wallets), action.approval);
    case 'transfers':
      return takeTransfers(state, action.transfers);
    default:
      return unreachable(action);
  }
}

type ViewAction = Extract<Action, { type: 'opened' | 'closed' | 'windowClosed' }>;

/** What of a conversation is in memory. */
function takeView(state: State, action: ViewAction): State {
  return change(state, action.conversationId, (known) => {
    if (action.type === 'closed') return { ...known, entries: null, window: null };
    if (action.type === 'windowClosed') return { ...known, window: null };
    // Read while the held stretch moved on: what is in memory must end where that ends.
    const isLate = known.held?.to !== action.entries.at(-1)?.seq;
    return isLate ? known : { ...known, entries: action.entries };
  });
}
