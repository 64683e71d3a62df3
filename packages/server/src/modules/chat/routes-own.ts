import type { api } from '@plaza/contract';
import type { Caller, Handlers, Outcome } from '../../kernel/rpc/index.ts';
import { no, valueOf } from '../../kernel/rpc/index.ts';
import type { Chat } from './service.ts';

type ChatHandlers = Handlers<typeof api.chat>;

/** Gives tickets for ZIPs; rights does. */
export type BeginExport = (
  caller: Caller,
  subject: { kind: 'conversation'; id: string },
) => Promise<Outcome<{ path: string }, 'export_running'>>;

function timedRoutes({ schedules, reminders }: Chat['own']) {
  return {
    async scheduleMessage(input, call) {
      return valueOf(call, await schedules.put(call.caller.personId, input));
    },
    async cancelSchedule({ scheduleId }, call) {
      return valueOf(call, await schedules.cancel(call.caller.personId, scheduleId));
    },
    listSchedules: (_input, call) => schedules.list(call.caller.personId),
    async setReminder(input, call) {
      return valueOf(call, await reminders.put(call.caller.personId, input));
    },
    async removeReminder({ reminderId }, call) {
      return valueOf(call, await reminders.remove(call.caller.personId, reminderId));
    },
    listReminders: (_input, call) => reminders.list(call.caller.personId),
  } satisfies Partial<ChatHandlers>;
}

export function ownRoutes({ own, heads }: Chat, beginExport: BeginExport) {
  const { preferences, imports, removing } = own;
  return {
    setPreferences: (input, call) => preferences.set(call.caller.personId, input),
    ...timedRoutes(own),
    async beginImport(input, call) {
      return valueOf(call, await imports.begin(call.caller.personId, input));
    },
    async addImported(input, call) {
      return valueOf(call, await imports.add(call.caller.personId, input));
    },
    async deleteImport({ conversationId }, call) {
      return valueOf(call, await removing.remove(call.caller.personId, conversationId));
    },
    async exportConversation({ conversationId }, call) {
      const found = await heads.get(call.caller.personId, conversationId);
      if (!found.ok) return valueOf(call, no('conversation_unknown'));
      const subject = { kind: 'conversation', id: conversationId } as const;
      return valueOf(call, await beginExport(call.caller, subject));
    },
  } satisfies Partial<ChatHandlers>;
}
