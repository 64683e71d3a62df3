import { unreachable, type ConversationId, type PersonId } from '@plaza/base';
import type { Entry, Member } from '@plaza/contract';
import type { Action, Page, Snapshot } from './actions.ts';
import { actKey, withActs } from './acts.ts';
import {
  expiredIn,
  hiddenIn,
  overSeqOf,
  placed,
  tellsOfExpired,
  withCopies,
  withGone,
  withTargets,
} from './changes.ts';
import {
  targetsOf,
  withEntry,
  withKept,
  withNewestPage,
  withPage,
  withWindow,
  type Told,
} from './conversation.ts';
import { put, without } from './maps.ts';
import { takeBills } from './bills.ts';
import { takePackets } from './packets.ts';
import { takeApproval, takeTransfers, takeWallets } from './pay.ts';
import { cardsOfEntry, withCards } from './people.ts';
import { takeHead, takeHidden, takeInbox, takePersonal, takeTold } from './personal.ts';
import {
  takeFeedPage,
  takePostDraft,
  takePostGone,
  takePostOfFeed,
  takePostProgress,
  takePosts,
  withoutPostDraft,
} from './posts.ts';
import { settleSeen, settleSends, takeProgress, takeSend, withoutSend } from './sends.ts';
import { noMoments, type ConversationState, type State } from './types.ts';

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

/** All entries are to be fetched anew; those of an opened conversation at once. */
function unheld(state: State): State['conversations'] {
  return new Map(
    [...state.conversations].map(([id, known]) => {
      const entries = known.entries === null ? null : [];
      return [id, { ...known, held: null, entries, window: null, quoted: new Map() }];
    }),
  );
}

function takeSnapshot(state: State, snapshot: Snapshot): State {
  const { me, privacy, headSeq, preferences } = snapshot;
  const contacts = new Map(snapshot.contacts.map((c) => [c.person.personId, c] as const));
  const requests = new Map(snapshot.requests.map((r) => [r.requestId, r] as const));
  // What was told of money meanwhile is not in the snapshot: screens ask again.
  const cards = { transfers: new Map(), packets: new Map(), bills: new Map() };
  const unknown = { wallets: new Map(), approval: null, ...cards, moments: noMoments };
  // What was hidden or planned meanwhile is not in it either.
  const conversations = state.personalSeq === null ? state.conversations : unheld(state);
  const told = { ...state, ...unknown, me, privacy, preferences, contacts, requests };
  return withCards(
    { ...told, conversations, isPlanKnown: false, personalSeq: headSeq },
    snapshot.contacts.map(({ person }) => person),
    true,
  );
}

/** Whoever is heard from types no more. */
function settleEntry(state: State, conversationId: ConversationId, entry: Entry): State {
  if (entry.body.type === 'changed') return state;
  const typed = endTyping(state, conversationId, entry.senderId, Infinity);
  return settleSeen(typed, entry, state.me?.personId ?? null);
}

function takeEntry(state: State, conversationId: ConversationId, told: Told): State {
  const { entry } = told;
  const known = state.conversations.get(conversationId);
  const meId = state.me?.personId ?? null;
  const next = change(state, conversationId, (c) => withEntry(c, told, meId));
  if (known === undefined || next === state) return state;
  return settleEntry(withCards(next, cardsOfEntry(entry), false), conversationId, entry);
}

type Joining = (known: ConversationState, entries: readonly Entry[]) => ConversationState;

function takePage(state: State, { conversationId, entries, targets }: Page, how: Joining): State {
  const meId = state.me?.personId ?? null;
  let next = change(state, conversationId, (known) => {
    const bySeq = entries.findLast(({ body }) => body.type === 'changed')?.seq ?? 0;
    const told = targetsOf(known, entries, targets);
    const next = withTargets(how(known, entries), told, { meId, bySeq });
    const stale = next.stale || tellsOfExpired(known, entries);
    return { ...next, stale, overSeq: overSeqOf(known, entries) };
  });
  next = withCards(next, entries.flatMap(cardsOfEntry), false);
  for (const entry of entries) next = settleEntry(next, conversationId, entry);
  return settleSends(next, conversationId);
}

function takeExpired(state: State, { now, stored }: Extract<Action, { type: 'expired' }>): State {
  const meId = state.me?.personId ?? null;
  let next = state;
  for (const { conversationId, entries } of stored) {
    next = change(next, conversationId, (known) => withGone(known, entries, meId));
  }
  for (const id of next.conversations.keys()) {
    next = change(next, id, (known) => {
      const over = expiredIn(known, now);
      return over.length === 0 ? known : withGone(known, over, meId);
    });
  }
  return next;
}

function takeQuoted(known: ConversationState, entries: readonly Entry[]): ConversationState {
  const quoted = new Map(known.quoted);
  for (const entry of entries) quoted.set(entry.seq, entry);
  return { ...known, quoted };
}

function takeMembers(state: State, id: ConversationId, members: readonly Member[]): State {
  const next = change(state, id, (known) => ({ ...known, members }));
  return withCards(
    next,
    members.map(({ person }) => person),
    true,
  );
}

function takeSomeMembers(known: ConversationState, some: readonly Member[]): ConversationState {
  const fresh = new Map(some.map((member) => [member.person.personId, member]));
  const kept = (known.members ?? []).filter(({ person }) => !fresh.has(person.personId));
  return { ...known, members: [...kept, ...fresh.values()] };
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

type ChatAction = Extract<Action, { conversationId: ConversationId }>;

/** What happens in or to one conversation. */
function takeChat(state: State, action: ChatAction): State {
  const { conversationId: id } = action;
  const meId = state.me?.personId ?? null;
  switch (action.type) {
    case 'entry':
      return takeEntry(state, id, action);
    case 'page':
      return takePage(state, action, withPage);
    case 'newestPage':
      return takePage(state, action, withNewestPage);
    case 'windowPage':
      return takePage(state, action, withWindow);
    case 'kept':
      return takePage(state, action, withKept);
    case 'targets':
      return change(state, id, (known) =>
        withTargets(known, action.targets, { meId, bySeq: action.bySeq }),
      );
    case 'patched':
      return change(state, id, (known) => withCopies(known, [action.entry]));
    case 'quoted':
      return change(state, id, (known) => takeQuoted(known, action.entries));
    case 'veiled':
      return change(state, id, (known) => placed(known, hiddenIn(known, action.seqs)));
    case 'unveiled':
      return change(state, id, (known) => placed(known, action.entries));
    case 'hidden':
      return takeHidden(state, id, { seqs: action.seqs, isConfirmed: false });
    case 'opened':
    case 'closed':
    case 'windowClosed':
      return takeView(state, action);
    case 'membersStale':
      return change(state, id, (known) => ({ ...known, membersStale: action.stale }));
    case 'members':
      return takeMembers(state, id, action.members);
    case 'someMembers':
      return change(state, id, (known) => takeSomeMembers(known, action.members));
    case 'typed':
      return startTyping(state, id, action.personId, action.untilMs);
    case 'typingEnded':
      return endTyping(state, id, action.personId, action.atMs);
    case 'intentRemoved':
      return { ...state, intents: without(state.intents, id) };
    default:
      return unreachable(action);
  }
}

function takePlans(state: State, action: Extract<Action, { type: 'plans' }>): State {
  return {
    ...state,
    schedules: new Map(action.schedules.map((plan) => [plan.scheduleId, plan])),
    reminders: new Map(action.reminders.map((plan) => [plan.reminderId, plan])),
    isPlanKnown: true,
  };
}

function takeTaken(state: State, key: string, text: string | null): State {
  const taken = text === null ? without(state.taken, key) : put(state.taken, key, text);
  return { ...state, taken };
}

function asStale(state: State, ids: readonly ConversationId[]): State {
  return ids.reduce((next, id) => change(next, id, (known) => ({ ...known, stale: true })), state);
}

/**
 * What a device knows after something happened. Pure: the same actions give the same state in
 * every tab, and repeating or reordering what the server tells changes nothing.
 */
export function reduce(state: State, action: Action): State {
  return withActs(state, taken(state, action));
}

function taken(state: State, action: Action): State {
  if ('conversationId' in action) return takeChat(state, action);
  switch (action.type) {
    case 'restored':
      return { ...state, ...action.state };
    case 'status':
      return state.status === action.status ? state : { ...state, status: action.status };
    case 'snapshot':
      return takeSnapshot(state, action.snapshot);
    case 'personal':
      return takePersonal(state, action.event);
    case 'retold':
      return takeTold(state, action.event);
    case 'watermark':
      return { ...state, watermark: action.watermark };
    case 'heads':
      return action.heads.reduce(takeHead, state);
    case 'inbox':
      return takeInbox(state, action.inbox);
    case 'expired':
      return takeExpired(state, action);
    case 'stale':
      return asStale(state, action.conversationIds);
    case 'taken':
      return takeTaken(state, action.key, action.text);
    case 'send':
      return takeSend(state, action.send);
    case 'progress':
      return takeProgress(state, action.clientId, action.upload);
    case 'sendRemoved':
      return withoutSend(state, action.clientId);
    case 'act':
      return { ...state, acts: put(state.acts, actKey(action.act), action.act) };
    case 'actRemoved':
      return { ...state, acts: without(state.acts, action.key) };
    case 'intent':
      return {
        ...state,
        intents: put(state.intents, action.intent.conversationId, action.intent),
      };
    case 'preferences':
      return { ...state, preferences: action.preferences };
    case 'plans':
      return takePlans(state, action);
    case 'wallets':
      return takeApproval(takeWallets(state, action.wallets), action.approval);
    case 'transfers':
      return takeTransfers(state, action.transfers);
    case 'packets':
      return takePackets(state, action.packets);
    case 'bills':
      return takeBills(state, action.bills);
    default:
      return takeMoments(state, action);
  }
}

type MomentsAction = Extract<Action, { type: 'feedPage' | `moments${string}` | `post${string}` }>;

function takeMoments(state: State, action: MomentsAction): State {
  switch (action.type) {
    case 'feedPage':
      return takeFeedPage(state, action);
    case 'posts':
      return takePosts(state, action.posts);
    case 'posted':
      return withoutPostDraft(takePostOfFeed(state, action.post), action.post.postId);
    case 'postGone':
      return takePostGone(state, action.key);
    case 'momentsNews':
      return { ...state, moments: { ...state.moments, hasNew: true } };
    case 'momentsUnread':
      return { ...state, moments: { ...state.moments, unread: action.unread } };
    case 'postDraft':
      return takePostDraft(state, action.draft);
    case 'postProgress':
      return takePostProgress(state, action.postId, action.upload);
    case 'postDraftRemoved':
      return withoutPostDraft(state, action.postId);
    default:
      return unreachable(action);
  }
}

type ViewAction = Extract<Action, { type: 'opened' | 'closed' | 'windowClosed' }>;

/** What of a conversation is in memory. */
function takeView(state: State, action: ViewAction): State {
  return change(state, action.conversationId, (known) => {
    if (action.type === 'closed') {
      return { ...known, entries: null, window: null, quoted: new Map() };
    }
    if (action.type === 'windowClosed') return { ...known, window: null };
    // Read while the held stretch moved on: what is in memory must end where that ends.
    const isLate = known.held?.to !== action.entries.at(-1)?.seq;
    return isLate ? known : { ...known, entries: action.entries };
  });
}
