import type { ConversationId, PersonId } from '@plaza/base';
import { createHttp } from '@plaza/client';
import { signIn } from '../chat/simulate.ts';

/** Somebody who is signed in, and with whom they talk. */
export type Seat = { personId: PersonId; token: string; conversationId: ConversationId };

/** Signs people in and opens a conversation with somebody that each of them knows. */
export async function takeSeats(
  server: { origin: string },
  people: readonly PersonId[],
  contactsOf: ReadonlyMap<PersonId, readonly PersonId[]>,
): Promise<Seat[]> {
  const seats: Seat[] = [];
  for (const personId of people) {
    const [other] = contactsOf.get(personId) ?? [];
    if (other === undefined) continue;
    const token = await signIn({ server }, personId);
    const { call } = createHttp({ baseUrl: server.origin, token, fetch });
    const opened = await call('chat.openDirect', { personId: other });
    if (!opened.ok) throw new Error(JSON.stringify(opened));
    const conversationId: ConversationId = opened.output.head.conversation.conversationId;
    seats.push({ personId, token, conversationId });
  }
  return seats;
}
