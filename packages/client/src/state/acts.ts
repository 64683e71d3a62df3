import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry, MessageBody, Poll, Reaction, ShownMessage } from '@plaza/contract';
import { blank, copiesOf, placed } from './changes.ts';
import { put } from './maps.ts';
import type { Act, State } from './types.ts';

/** The name of a change: another of its kind on the same message takes its place. */
export const actKey = ({
  conversationId,
  seq,
  deed,
}: Pick<Act, 'conversationId' | 'seq' | 'deed'>) => `${conversationId}/${seq}/${deed.type}`;

/** The reactions of an entry once the viewer's own is `emoji`. */
export function withReaction(
  reactions: readonly Reaction[],
  meId: PersonId,
  emoji: string | null,
): Reaction[] {
  const others = reactions.flatMap((reaction) => {
    if (!reaction.personIds.includes(meId)) return [reaction];
    const personIds = reaction.personIds.filter((id) => id !== meId);
    return reaction.count <= 1 ? [] : [{ ...reaction, count: reaction.count - 1, personIds }];
  });
  if (emoji === null) return others;
  const known = others.some((reaction) => reaction.emoji === emoji);
  if (!known) return [...others, { emoji, count: 1, personIds: [meId] }];
  return others.map((reaction) =>
    reaction.emoji === emoji
      ? { ...reaction, count: reaction.count + 1, personIds: [...reaction.personIds, meId] }
      : reaction,
  );
}

function reacted(entry: Entry, meId: PersonId, emoji: string | null): Entry {
  const { reactions = [], ...rest } = entry;
  const mine = reactions.filter(({ personIds }) => personIds.includes(meId));
  if (mine.map((each) => each.emoji).join() === (emoji ?? '')) return entry;
  const next = withReaction(reactions, meId, emoji);
  return next.length === 0 ? rest : { ...rest, reactions: next };
}

type Said = MessageBody | ShownMessage;

function edited(entry: Entry, message: ShownMessage, text: string, editedAt: string): Entry {
  const words: Partial<Said> | null =
    'text' in message ? { text } : 'caption' in message ? { caption: text } : null;
  if (words === null) return entry;
  const [[key, value]] = Object.entries(words) as [[string, string]];
  if ((message as Record<string, unknown>)[key] === value) return entry;
  // What was found behind the links of the former words need not be true of these.
  const { preview: _, ...rest } = entry;
  const next = { ...message, ...words } as ShownMessage;
  return { ...rest, body: { type: 'message', message: next }, editedAt };
}

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((option) => b.includes(option));

function withVote(poll: Poll, meId: PersonId, chosen: readonly number[]): Poll {
  const options = poll.options.map(({ personIds }, at) => {
    const others = personIds.filter((id) => id !== meId);
    const next = chosen.includes(at) ? [...others, meId] : others;
    return { count: next.length, personIds: next };
  });
  const had = poll.options.some(({ personIds }) => personIds.includes(meId));
  const voters = poll.voters - (had ? 1 : 0) + (chosen.length > 0 ? 1 : 0);
  return { ...poll, options, voters };
}

function voted(entry: Entry, message: ShownMessage, meId: PersonId, chosen: readonly number[]) {
  if (message.type !== 'poll' || message.anonymous || entry.poll?.closed) return entry;
  const none = { options: message.options.map(() => ({ count: 0, personIds: [] })), voters: 0 };
  const poll: Poll = entry.poll ?? { ...none, closed: false };
  // Where not everybody is named, only the server can count.
  if (poll.options.some(({ count, personIds }) => count !== personIds.length)) return entry;
  const mine = poll.options.flatMap(({ personIds }, at) => (personIds.includes(meId) ? [at] : []));
  return same(mine, chosen) ? entry : { ...entry, poll: withVote(poll, meId, chosen) };
}

/** A message as it will be when the server agrees; the very same where it is so already. */
export function asChanged(entry: Entry, { deed, createdAt }: Act, meId: PersonId): Entry {
  if (entry.body.type !== 'message') return entry;
  const { message } = entry.body;
  switch (deed.type) {
    case 'recall':
      return blank(entry, { type: 'recalled', byId: meId });
    case 'edit':
      return edited(entry, message, deed.text, createdAt);
    case 'react':
      return reacted(entry, meId, deed.emoji);
    case 'vote':
      return voted(entry, message, meId, deed.options);
  }
}

function shown(state: State, act: Act, meId: PersonId): State {
  const known = state.conversations.get(act.conversationId);
  if (known === undefined) return state;
  for (const copy of copiesOf(known, act.seq)) {
    const next = asChanged(copy, act, meId);
    if (next === copy) continue;
    const { conversations } = state;
    const changed = placed(known, [next]);
    return { ...state, conversations: put(conversations, act.conversationId, changed) };
  }
  return state;
}

/** Shows the changes that are on their way, in memory, over what was told; again does nothing. */
export function withActs(before: State, after: State): State {
  const meId = after.me?.personId;
  if (after.acts.size === 0 || meId === undefined) return after;
  if (after.acts === before.acts && after.conversations === before.conversations) return after;
  const waiting = [...after.acts.values()].filter(({ failure }) => failure === null);
  return waiting
    .toSorted((a, b) => a.order - b.order)
    .reduce((state, act) => shown(state, act, meId), after);
}

/** Changes that were refused when nobody waited for the answer any more. */
export function refusedActs(state: State): Act[] {
  return [...state.acts.values()].filter(({ failure }) => failure !== null);
}

/** The changes of a conversation that wait for their answer, in their order. */
export function waitingActs(state: State, id: ConversationId): Act[] {
  return [...state.acts.values()]
    .filter(({ conversationId, failure }) => conversationId === id && failure === null)
    .toSorted((a, b) => a.order - b.order);
}
