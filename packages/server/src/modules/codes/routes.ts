import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Codes } from './service.ts';

export function createCodesRoutes(codes: Codes): Handlers<typeof api.codes> {
  return {
    getState: (_input, { caller }) => codes.getState(caller),
    beginPasskeyApproval: async (_input, call) =>
      valueOf(call, await codes.beginPasskeyApproval(call.caller)),
    enable: async ({ approval }, call) => valueOf(call, await codes.enable(call.caller, approval)),
    pause: (_input, { caller }) => codes.pause(caller),
    disable: async ({ sessionId }, call) =>
      valueOf(call, await codes.disable(call.caller, sessionId)),
    issue: async ({ cardId }, call) => valueOf(call, await codes.issue(call.caller, cardId)),
  };
}
