import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../../kernel/rpc/index.ts';
import { approvedTransfer } from './transfer.ts';
import type { Approvals } from './types.ts';

type Verb =
  | 'getApproval'
  | 'createPin'
  | 'changePin'
  | 'beginPinReset'
  | 'cancelPinReset'
  | 'finishPinReset'
  | 'beginPasskeyApproval';

/** The handlers of how people approve payments. */
export function createApprovalRoutes(approvals: Approvals): Pick<Handlers<typeof api.pay>, Verb> {
  return {
    getApproval: async (_, { caller }) => ({ approval: await approvals.means(caller.personId) }),
    async createPin(input, call) {
      return { approval: valueOf(call, await approvals.createPin(call.caller.personId, input)) };
    },
    async changePin(input, call) {
      return { approval: valueOf(call, await approvals.changePin(call.caller.personId, input)) };
    },
    async beginPinReset({ recoveryCode }, call) {
      const begun = await approvals.beginPinReset(call.caller.personId, recoveryCode);
      return { approval: valueOf(call, begun) };
    },
    async cancelPinReset(_, call) {
      return { approval: valueOf(call, await approvals.cancelPinReset(call.caller.personId)) };
    },
    async finishPinReset({ pin }, call) {
      return { approval: valueOf(call, await approvals.finishPinReset(call.caller.personId, pin)) };
    },
    async beginPasskeyApproval(asked, call) {
      const payment = approvedTransfer(asked);
      return valueOf(call, await approvals.beginPasskeyApproval(call.caller.personId, payment));
    },
  };
}
