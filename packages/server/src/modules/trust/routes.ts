import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Trust } from './service.ts';

export function createTrustRoutes(trust: Trust): Handlers<typeof api.trust> {
  return {
    report: async (input, call) => valueOf(call, await trust.report(call.caller.personId, input)),
    async listMyReports(_input, { caller }) {
      return { receipts: await trust.listMyReports(caller.personId) };
    },
    async listMyStatements(_input, { caller }) {
      return { statements: await trust.listMyStatements(caller.personId) };
    },
    appeal: async (input, call) => valueOf(call, await trust.appeal(call.caller.personId, input)),
    listCases: async (input, call) => valueOf(call, await trust.listCases(input)),
    decideCase: async (input, call) =>
      valueOf(call, await trust.decideCase(call.caller.personId, input)),
    decideAppeal: async (input, call) =>
      valueOf(call, await trust.decideAppeal(call.caller.personId, input)),
  };
}
