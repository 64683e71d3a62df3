import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Rails } from './service.ts';

type RailsHandlers = Handlers<typeof api.rails>;

function operatorRoutes(rails: Rails) {
  return {
    setClerk: async (input, call) =>
      valueOf(call, await rails.setClerk({ ...input, actorId: call.caller.personId })),
    listClerks: async () => ({ clerks: await rails.listClerks() }),
    printVouchers: async (input, call) =>
      valueOf(call, await rails.printVouchers(call.caller.personId, input)),
    listVouchers: async () => ({ batches: await rails.listVouchers() }),
    voidVouchers: async (input, call) =>
      valueOf(call, await rails.voidVouchers(call.caller.personId, input)),
    importBankFile: async (input, call) =>
      valueOf(call, await rails.importBankFile(call.caller.personId, input)),
    listEntries: async () => ({ entries: await rails.listEntries() }),
    settleEntry: async (input, call) =>
      valueOf(call, await rails.settleEntry(call.caller.personId, input)),
    listOpenPayouts: async () => ({ payouts: await rails.listOpenPayouts() }),
    exportPayouts: async ({ currency }, call) =>
      valueOf(call, await rails.exportPayouts(call.caller.personId, currency)),
    returnPayout: async (input, call) =>
      valueOf(call, await rails.returnPayout(call.caller.personId, input)),
  } satisfies Partial<RailsHandlers>;
}

function deskRoutes(rails: Rails) {
  return {
    takeCash: async (input, call) =>
      valueOf(call, await rails.takeCash(call.caller.personId, input)),
    payCash: async ({ code }, call) =>
      valueOf(call, await rails.payCash(call.caller.personId, code)),
    getDrawer: async (_input, call) => valueOf(call, await rails.getDrawer(call.caller.personId)),
    countDrawer: async (input, call) =>
      valueOf(call, await rails.countDrawer(call.caller.personId, input)),
  } satisfies Partial<RailsHandlers>;
}

export function createRailsRoutes(rails: Rails): RailsHandlers {
  return {
    ...operatorRoutes(rails),
    ...deskRoutes(rails),
    getWays: (_input, { caller }) => rails.getWays(caller.personId),
    redeemVoucher: async (input, call) =>
      valueOf(call, await rails.redeemVoucher(call.caller.personId, input)),
    topUpSimulated: async (input, call) =>
      valueOf(call, await rails.topUpSimulated(call.caller.personId, input)),
    beginPasskeyApproval: async (input, call) =>
      valueOf(call, await rails.beginPasskeyApproval(call.caller.personId, input)),
    requestPayout: async (input, call) =>
      valueOf(call, await rails.requestPayout(call.caller.personId, input)),
    cancelPayout: async ({ payoutId }, call) =>
      valueOf(call, await rails.cancelPayout(call.caller.personId, payoutId)),
    listPayouts: async (_input, { caller }) => ({
      payouts: await rails.listPayouts(caller.personId),
    }),
  };
}
