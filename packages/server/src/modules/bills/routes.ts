import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Bills } from './service.ts';

export function createBillsRoutes(bills: Bills): Handlers<typeof api.bills> {
  return {
    async create(input, call) {
      return { bill: valueOf(call, await bills.create(call.caller.personId, input)) };
    },
    beginPasskeyApproval: async (payment, call) =>
      valueOf(call, await bills.beginPasskeyApproval(call.caller.personId, payment)),
    pay: async (input, call) => valueOf(call, await bills.pay(call.caller.personId, input)),
    async close({ billId }, call) {
      return { bill: valueOf(call, await bills.close(call.caller.personId, billId)) };
    },
    async remind({ billId }, call) {
      return { bill: valueOf(call, await bills.remind(call.caller.personId, billId)) };
    },
    async markShare(mark, call) {
      return { bill: valueOf(call, await bills.markShare(call.caller.personId, mark)) };
    },
    async listOpen(_input, { caller }) {
      return { bills: await bills.listOpen(caller.personId) };
    },
    async getBills({ billIds }, { caller }) {
      return { bills: await bills.getBills(caller.personId, billIds) };
    },
    getDetail: async ({ billId }, call) =>
      valueOf(call, await bills.getDetail(call.caller.personId, billId)),
  };
}
