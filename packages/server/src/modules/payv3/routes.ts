import type { MerchantId } from '@plaza/base';
import type { api } from '@plaza/contract';
import { valueOf, type Call, type Handlers } from '../../kernel/rpc/index.ts';
import type { MerchantRow } from '../merchants/index.ts';
import type { Payv3 } from './service.ts';

type Judging = {
  caller: Call['caller'];
  refuse: (reason: 'merchant_unknown' | 'forbidden', details?: unknown) => never;
};

export function createPayv3Routes(payv3: Payv3): Handlers<typeof api.payv3> {
  const { console: desk } = payv3;
  /** Ends the call of whoever may not develop for the merchant. */
  async function judge(call: Judging, merchantId: MerchantId): Promise<MerchantRow> {
    const { personId } = call.caller as NonNullable<Call['caller']>;
    return valueOf(call, await desk.judge(personId, merchantId));
  }

  return {
    getAccess: async ({ merchantId }, call) => desk.getAccess(await judge(call, merchantId)),
    async setAccess(input, call) {
      await judge(call, input.merchantId);
      valueOf(call, await desk.setAccess(input));
      return {};
    },
    async addKey({ merchantId, publicKey }, call) {
      const merchant = await judge(call, merchantId);
      return valueOf(call, await desk.addKey(merchant, publicKey));
    },
    async endKey(input, call) {
      await judge(call, input.merchantId);
      valueOf(call, await desk.endKey(input));
      return {};
    },
    async renewSecret({ merchantId }, call) {
      await judge(call, merchantId);
      return { apiV3Key: await desk.renewSecret(merchantId) };
    },
    async addApp(input, call) {
      await judge(call, input.merchantId);
      return { app: valueOf(call, await desk.addApp(input)) };
    },
    async listNotices(input, call) {
      await judge(call, input.merchantId);
      return desk.listNotices(input);
    },
    async getNotice(input, call) {
      await judge(call, input.merchantId);
      return valueOf(call, await desk.getNotice(input));
    },
    async redeliver(input, call) {
      await judge(call, input.merchantId);
      return { notice: valueOf(call, await desk.redeliver(input)) };
    },
    async checkCallback(input, call) {
      await judge(call, input.merchantId);
      return desk.checkCallback(input);
    },
    async getOpenid({ appid }, call) {
      return { openid: valueOf(call, await payv3.openidOf(call.caller.personId, appid)) };
    },
    openPayment: async (input, call) => valueOf(call, await payv3.openPayment(input)),
  };
}
