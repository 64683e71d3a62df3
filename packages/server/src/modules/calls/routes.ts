import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Calls } from './service.ts';

export function createCallsRoutes(calls: Calls): Handlers<typeof api.calls> {
  return {
    async start(input, call) {
      return valueOf(call, await calls.start(call.caller.personId, input));
    },
    async answer(seat, call) {
      return valueOf(call, await calls.answer({ ...seat, personId: call.caller.personId }));
    },
    async decline({ callId }, call) {
      return valueOf(call, await calls.decline({ callId, personId: call.caller.personId }));
    },
    async leave(seat, call) {
      return valueOf(call, await calls.leave({ ...seat, personId: call.caller.personId }));
    },
    async invite({ callId, people }, call) {
      const by = { callId, personId: call.caller.personId };
      return valueOf(call, await calls.invite(by, people));
    },
    async keepAlive(seat, call) {
      return valueOf(call, await calls.keepAlive({ ...seat, personId: call.caller.personId }));
    },
    async signal({ to, signals, ...seat }, call) {
      const from = { ...seat, personId: call.caller.personId };
      return valueOf(call, await calls.signal(from, to, signals));
    },
    async list(_input, { caller }) {
      return { calls: await calls.list(caller.personId) };
    },
    async find({ conversationId }, call) {
      return valueOf(call, await calls.find(call.caller.personId, conversationId));
    },
    async getRelays({ callId }, call) {
      return valueOf(call, await calls.getRelays(call.caller.personId, callId));
    },
    getSettings: (_input, { caller }) => calls.settings.get(caller.personId),
    setSettings: (settings, { caller }) => calls.settings.set(caller.personId, settings),
  };
}
