import type { api } from '@plaza/contract';
import { no, valueOf, type Handlers, type Outcome } from '../../kernel/rpc/index.ts';
import { declineOrder } from './charging.ts';
import { allowHold } from './holding-money.ts';
import { answer, approvedOutgoing, listPayouts, sendOut, withdraw } from './outgoing.ts';
import { approvedOf, pay } from './paying.ts';
import * as reading from './reading.ts';
import * as selling from './selling.ts';
import type { Merchants } from './service.ts';
import * as shifts from './shifts.ts';
import * as staffing from './staffing.ts';

/** What is left of somebody’s limits says what they have: it is for nobody at the till. */
function withoutDetails<T, Reason extends string>(outcome: Outcome<T, Reason>): Outcome<T, Reason> {
  return outcome.ok ? outcome : no(outcome.reason);
}

type Api = typeof api.merchants;
type Some<Names extends keyof Api> = Handlers<Pick<Api, Names>>;

function createStaffRoutes({ deps }: Merchants) {
  return {
    async open(input, call) {
      return {
        merchant: valueOf(call, await staffing.openMerchant(deps, call.caller.personId, input)),
      };
    },
    async update({ merchantId, ...to }, call) {
      const of = { merchantId, action: 'edit' as const, to };
      return {
        merchant: valueOf(call, await staffing.changeMerchant(deps, call.caller.personId, of)),
      };
    },
    async close({ merchantId }, call) {
      const of = { merchantId, action: 'close' as const, to: { state: 'closed' as const } };
      return {
        merchant: valueOf(call, await staffing.changeMerchant(deps, call.caller.personId, of)),
      };
    },
    async reopen({ merchantId }, call) {
      const of = { merchantId, action: 'close' as const, to: { state: 'open' as const } };
      return {
        merchant: valueOf(call, await staffing.changeMerchant(deps, call.caller.personId, of)),
      };
    },
    async listMine(_input, { caller }) {
      return { merchants: await staffing.listMine(deps, caller.personId) };
    },
    async listStaff({ merchantId }, call) {
      const { personId } = call.caller;
      return { staff: valueOf(call, await selling.listStaff(deps, personId, merchantId)) };
    },
    async invite({ merchantId, personId: inviteeId, role }, call) {
      const { personId } = call.caller;
      valueOf(call, await staffing.invite(deps, personId, { merchantId, inviteeId, role }));
      return { staff: valueOf(call, await selling.listStaff(deps, personId, merchantId)) };
    },
    async answerInvite(input, call) {
      valueOf(call, await staffing.answerInvite(deps, call.caller.personId, input));
      return {};
    },
    async setRole({ merchantId, personId: memberId, role }, call) {
      const { personId } = call.caller;
      valueOf(call, await staffing.setRole(deps, personId, { merchantId, memberId, role }));
      return { staff: valueOf(call, await selling.listStaff(deps, personId, merchantId)) };
    },
    async removeStaff({ merchantId, personId: memberId }, call) {
      const of = { merchantId, memberId };
      valueOf(call, await staffing.removeStaff(deps, call.caller.personId, of));
      return {};
    },
  } satisfies Some<
    | 'open'
    | 'update'
    | 'close'
    | 'reopen'
    | 'listMine'
    | 'listStaff'
    | 'invite'
    | 'answerInvite'
    | 'setRole'
    | 'removeStaff'
  >;
}

function createShiftRoutes({ deps }: Merchants) {
  return {
    async openShift(input, call) {
      const of = { ...input, personId: call.caller.personId };
      return { shift: valueOf(call, await shifts.openShift(deps, of)) };
    },
    async closeShift(input, call) {
      const of = { ...input, personId: call.caller.personId };
      return { shift: valueOf(call, await shifts.closeShift(deps, of)) };
    },
    async getShift(input, call) {
      const of = { ...input, personId: call.caller.personId };
      return { shift: valueOf(call, await shifts.getShift(deps, of)) };
    },
    async listShifts({ merchantId, cursor }, call) {
      const of = { merchantId, cursor, personId: call.caller.personId };
      const { rows, next } = valueOf(call, await shifts.listShifts(deps, of));
      return { shifts: rows, next };
    },
  } satisfies Some<'openShift' | 'closeShift' | 'getShift' | 'listShifts'>;
}

function createSellingRoutes({ deps }: Merchants) {
  return {
    async getCode(input, call) {
      return { code: valueOf(call, await selling.codeFor(deps, call.caller.personId, input)) };
    },
    async createOrder(input, call) {
      return valueOf(call, await selling.sell(deps, call.caller.personId, input));
    },
    async charge(input, call) {
      const sold = await selling.sellByCode(deps, call.caller.personId, input);
      return { order: valueOf(call, withoutDetails(sold)) };
    },
    async closeOrder(input, call) {
      return { order: valueOf(call, await selling.closeFor(deps, call.caller.personId, input)) };
    },
    async refund(input, call) {
      return valueOf(call, await selling.refundFor(deps, call.caller.personId, input));
    },
  } satisfies Some<'getCode' | 'createOrder' | 'charge' | 'closeOrder' | 'refund'>;
}

function createBookRoutes({ deps, getBalances }: Merchants) {
  return {
    async getOrder(input, call) {
      return valueOf(call, await reading.getOrder(deps, call.caller.personId, input));
    },
    async listOrders(input, call) {
      const found = await reading.listOrdersOf(deps, call.caller.personId, input);
      const { rows, next } = valueOf(call, found);
      return { orders: rows, next };
    },
    async getBalances({ merchantId }, call) {
      return { balances: valueOf(call, await getBalances(call.caller.personId, merchantId)) };
    },
    async getDay(input, call) {
      return { day: valueOf(call, await reading.getDay(deps, call.caller.personId, input)) };
    },
    async listLines(input, call) {
      const found = await reading.listLines(deps, call.caller.personId, input);
      const { rows, next } = valueOf(call, found);
      return { lines: rows, next };
    },
  } satisfies Some<'getOrder' | 'listOrders' | 'getBalances' | 'getDay' | 'listLines'>;
}

function createPayerRoutes({ deps, getHold }: Merchants) {
  return {
    async look({ text }, call) {
      return { payable: valueOf(call, await reading.look(deps, call.caller.personId, text)) };
    },
    async beginPasskeyApproval(payment, call) {
      const { personId } = call.caller;
      return valueOf(call, await deps.pay.beginPasskeyApproval(personId, approvedOf(payment)));
    },
    async pay(input, call) {
      return { receipt: valueOf(call, await pay(deps, call.caller.personId, input)) };
    },
    async decline(input, call) {
      valueOf(call, await declineOrder(deps, call.caller.personId, input));
      return {};
    },
    async listAsking(_input, { caller }) {
      return { payables: await reading.listAsking(deps, caller.personId) };
    },
    async getReceipts({ orderIds }, { caller }) {
      return { receipts: await reading.getReceipts(deps, caller.personId, orderIds) };
    },
    async getHold(input, call) {
      return { hold: valueOf(call, await getHold(call.caller.personId, input)) };
    },
    async allowHold(input, call) {
      return { hold: valueOf(call, await allowHold(deps, call.caller.personId, input)) };
    },
  } satisfies Some<
    | 'look'
    | 'beginPasskeyApproval'
    | 'pay'
    | 'decline'
    | 'listAsking'
    | 'getReceipts'
    | 'getHold'
    | 'allowHold'
  >;
}

function createPayoutRoutes({ deps }: Merchants) {
  return {
    async beginPayoutApproval(payment, call) {
      const { personId } = call.caller;
      const approved = approvedOutgoing(payment);
      return valueOf(call, await deps.pay.beginPasskeyApproval(personId, approved));
    },
    async payOut(input, call) {
      const sent = await sendOut(deps, call.caller.personId, input);
      return { payout: valueOf(call, withoutDetails(sent)) };
    },
    async withdraw(input, call) {
      return { payout: valueOf(call, await withdraw(deps, call.caller.personId, input)) };
    },
    async listPayouts(_input, { caller }) {
      return { payouts: await listPayouts(deps, caller.personId) };
    },
    async answerPayout(input, call) {
      return { payout: valueOf(call, await answer(deps, call.caller.personId, input)) };
    },
  } satisfies Some<'beginPayoutApproval' | 'payOut' | 'withdraw' | 'listPayouts' | 'answerPayout'>;
}

export function createMerchantsRoutes(merchants: Merchants): Handlers<Api> {
  return {
    ...createStaffRoutes(merchants),
    ...createShiftRoutes(merchants),
    ...createSellingRoutes(merchants),
    ...createBookRoutes(merchants),
    ...createPayerRoutes(merchants),
    ...createPayoutRoutes(merchants),
  };
}
