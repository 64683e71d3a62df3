import type { ClientId, ConversationId, PersonId, ScheduleId } from '@plaza/base';
import type { Entry, MessageBody } from '@plaza/contract';
import { value, type City } from '../testing.ts';

/** What tests of this folder do again and again. */
export function createActs(city: City) {
  const inMs = (ms: number) => new Date(city.clock.nowMs() + ms).toISOString();

  return {
    inMs,
    /** Plans a text; the answer as it is. */
    plan(
      personId: PersonId,
      conversationId: ConversationId,
      over: { text?: string; message?: MessageBody; ms?: number; scheduleId?: ScheduleId } = {},
    ) {
      const { text = 'Later', ms = 60_000, scheduleId = city.newId<ScheduleId>() } = over;
      const message = over.message ?? { type: 'text' as const, text };
      const sendAt = inMs(ms);
      return city.chat.own.schedules.put(personId, {
        ...{ scheduleId, conversationId, message, sendAt },
      });
    },
    /** The texts of a conversation, as somebody sees them. */
    async texts(viewerId: PersonId, conversationId: ConversationId): Promise<string[]> {
      const page = value(await city.chat.reading.listEntries(viewerId, conversationId, {}));
      return page.entries.flatMap(textOf);
    },
    /** Names and payloads of what a person's devices were told, oldest first. */
    async log(personId: PersonId) {
      const { events } = await city.sync.pull(personId, 0);
      return events.map(({ name, payload }) => ({ name, payload: payload as never }));
    },
    async say(from: PersonId, to: ConversationId, text: string): Promise<number> {
      const clientId = city.newId<ClientId>();
      const message = { type: 'text', text } as const;
      const to_ = { conversationId: to, senderId: from, clientId, message };
      return value(await city.chat.send(to_)).seq;
    },
  };
}

export function textOf({ body }: Entry): string[] {
  return body.type === 'message' && 'text' in body.message ? [body.message.text] : [];
}
