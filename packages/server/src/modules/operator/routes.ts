import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Operator } from './operator.ts';

/** The handlers of every operator method. */
export function createOperatorRoutes(operator: Operator): Handlers<typeof api.operator> {
  return {
    claim: async ({ secret }, call) =>
      valueOf(call, await operator.claim(call.caller.personId, secret)),
    listPeople: async (input, call) => valueOf(call, await operator.listPeople(input)),
    async listSessions({ personId }, call) {
      return { sessions: valueOf(call, await operator.listSessions(personId)) };
    },
    async revokeSession(input, call) {
      const actorId = call.caller.personId;
      valueOf(call, await operator.revokeSession({ ...input, actorId }));
      return {};
    },
    async suspend(input, call) {
      valueOf(call, await operator.suspend({ ...input, actorId: call.caller.personId }));
      return {};
    },
    async restore(input, call) {
      valueOf(call, await operator.restore({ ...input, actorId: call.caller.personId }));
      return {};
    },
    async appoint(input, call) {
      valueOf(call, await operator.appoint({ ...input, actorId: call.caller.personId }));
      return {};
    },
    async dismiss(input, call) {
      valueOf(call, await operator.dismiss({ ...input, actorId: call.caller.personId }));
      return {};
    },
    beginReset: async (input, call) =>
      valueOf(call, await operator.beginReset({ ...input, actorId: call.caller.personId })),
    listLimits: async () => operator.listLimits(),
    getHealth: () => operator.getHealth(),
    listAudit: async ({ cursor }, call) => valueOf(call, await operator.listAudit(cursor)),
  };
}
