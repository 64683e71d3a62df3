import type { ClientId, ConversationId } from '@plaza/base';
import type { Entry, MessageBody } from '@plaza/contract';
import type { TestPerson } from './person.ts';

/** A sender's own id of something new. */
export function newClientId(): ClientId {
  return crypto.randomUUID() as ClientId;
}

/** An id of the right form that nothing has. */
export function noId<Id extends string>(): Id {
  return crypto.randomUUID() as Id;
}

export function text(words: string) {
  return { type: 'text', text: words } as const;
}

/** The direct conversation of two contacts, opened by the first. */
export async function openDirect(one: TestPerson, other: TestPerson): Promise<ConversationId> {
  const { head } = await one.must('chat.openDirect', { personId: other.me.personId });
  return head.conversation.conversationId;
}

export async function createGroup(
  owner: TestPerson,
  members: readonly TestPerson[],
  name: string | null = null,
): Promise<ConversationId> {
  const memberIds = members.map(({ me }) => me.personId);
  const asked = { clientId: newClientId(), name, memberIds };
  const { head } = await owner.must('chat.createGroup', asked);
  return head.conversation.conversationId;
}

/** Sends a message of any kind and gives its sequence. */
export async function send(
  person: TestPerson,
  conversationId: ConversationId,
  message: MessageBody,
): Promise<number> {
  const asked = { conversationId, clientId: newClientId(), message };
  return (await person.must('chat.sendMessage', asked)).seq;
}

/** Sends a text and gives its sequence. */
export async function say(
  person: TestPerson,
  conversationId: ConversationId,
  words: string,
): Promise<number> {
  return send(person, conversationId, text(words));
}

/** An entry as the person sees it now. */
export async function entryOf(
  person: TestPerson,
  conversationId: ConversationId,
  seq: number,
): Promise<Entry> {
  const { entries } = await person.must('chat.getEntries', { conversationId, seqs: [seq] });
  const [entry] = entries;
  if (entry === undefined) throw new Error(`there is no entry ${seq}`);
  return entry;
}

/** The texts that a person sees in a conversation, oldest first. */
export async function textsOf(
  person: TestPerson,
  conversationId: ConversationId,
): Promise<string[]> {
  const { entries } = await person.must('chat.listEntries', { conversationId, limit: 100 });
  return entries.flatMap(({ body }) =>
    body.type === 'message' && body.message.type === 'text' ? [body.message.text] : [],
  );
}

/** Tries again until `look` gives something, for what has no event to wait for. */
export async function eventually<T>(
  look: () => Promise<T | null>,
  patienceMs = 15_000,
): Promise<T> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > untilMs) throw new Error(`nothing came within ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
