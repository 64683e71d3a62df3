import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Push } from './service.ts';

export function createPushRoutes(push: Push): Handlers<typeof api.push> {
  return {
    getDevice: async (_input, { caller }) => ({
      publicKey: await push.publicKey(),
      device: await push.devices.get(caller),
    }),
    subscribe: async (input, call) =>
      valueOf(call, await push.devices.subscribe(call.caller, input)),
    async unsubscribe(_input, { caller }) {
      await push.devices.unsubscribe(caller);
      return {};
    },
    sendTest: async ({ testId }, call) =>
      valueOf(call, await push.devices.sendTest(call.caller, testId)),
    async reportFocus({ inFront, order }, { caller: { personId, sessionId } }) {
      push.reportFocus({ personId, sessionId, inFront, order });
      return {};
    },
  };
}
