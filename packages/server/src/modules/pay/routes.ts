import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import { createApprovalRoutes } from './approval/index.ts';
import type { Pay } from './service.ts';

type PayHandlers = Handlers<typeof api.pay>;

function operatorRoutes(pay: Pay) {
  return {
    async topUp(input, call) {
      const actorId = call.caller.personId;
      return { wallet: valueOf(call, await pay.topUp({ ...input, actorId })) };
    },
    async freezeWallet(input, call) {
      const actorId = call.caller.personId;
      return { wallet: valueOf(call, await pay.freezeWallet({ ...input, actorId })) };
    },
    async unfreezeWallet(input, call) {
      const actorId = call.caller.personId;
      return { wallet: valueOf(call, await pay.unfreezeWallet({ ...input, actorId })) };
    },
    async getPersonWallets({ personId }, call) {
      return { wallets: valueOf(call, await pay.getPersonWallets(personId)) };
    },
    getBooks: () => pay.getBooks(),
    getReconciliation: () => pay.getReconciliation(),
    async getStanding({ personId }, call) {
      return valueOf(call, await pay.getStanding(personId));
    },
    async setStanding(input, call) {
      return valueOf(call, await pay.setStanding({ ...input, actorId: call.caller.personId }));
    },
  } satisfies Partial<PayHandlers>;
}

export function createPayRoutes(pay: Pay): PayHandlers {
  return {
    ...createApprovalRoutes(pay.approvals),
    ...operatorRoutes(pay),
    getReserve: () => pay.getReserve(),
    getLimits: (_input, { caller }) => pay.getLimits(caller.personId),
    getWallet: (_input, { caller }) => pay.getWallet(caller.personId),
    async sendTransfer(input, call) {
      return { transfer: valueOf(call, await pay.sendTransfer(call.caller.personId, input)) };
    },
    async acceptTransfer(input, call) {
      return { transfer: valueOf(call, await pay.acceptTransfer(call.caller.personId, input)) };
    },
    async returnTransfer(input, call) {
      return { transfer: valueOf(call, await pay.returnTransfer(call.caller.personId, input)) };
    },
    async cancelTransfer(input, call) {
      return { transfer: valueOf(call, await pay.cancelTransfer(call.caller.personId, input)) };
    },
    async contactPayee(input, call) {
      return { transfer: valueOf(call, await pay.contactPayee(call.caller.personId, input)) };
    },
    async getTransfers({ transferIds }, { caller }) {
      return { transfers: await pay.getTransfers(caller.personId, transferIds) };
    },
    async listWaiting(_input, { caller }) {
      return { transfers: await pay.listWaiting(caller.personId) };
    },
    async listStatement(input, call) {
      return valueOf(call, await pay.listStatement(call.caller.personId, input));
    },
    async sumStatement(input, call) {
      return valueOf(call, await pay.sumStatement(call.caller.personId, input));
    },
  };
}
