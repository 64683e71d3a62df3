import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import { deliver } from './deliver.ts';
import type { Identity } from './identity.ts';

type SignInRoutes = Pick<
  Handlers<typeof api.identity>,
  | 'checkHandle'
  | 'signUp'
  | 'beginPasskeySignUp'
  | 'finishPasskeySignUp'
  | 'signIn'
  | 'beginPasskeySignIn'
  | 'finishPasskeySignIn'
  | 'beginQrSignIn'
  | 'pollQrSignIn'
  | 'recoverWithCode'
  | 'finishReset'
  | 'listDemoPeople'
  | 'signInDemo'
>;

export function createSignInRoutes(identity: Identity): SignInRoutes {
  return { ...secretRoutes(identity), ...passkeyRoutes(identity), ...otherRoutes(identity) };
}

function secretRoutes(identity: Identity) {
  return {
    async signUp(input, call) {
      const outcome = await identity.signUp({ ...input, address: call.address });
      const { recoveryCodes, ...issued } = valueOf(call, outcome);
      return { ...deliver(call, issued, input.delivery), recoveryCodes };
    },
    async signIn(input, call) {
      const outcome = await identity.signIn({ ...input, address: call.address });
      return deliver(call, valueOf(call, outcome), input.delivery);
    },
    async recoverWithCode(input, call) {
      const outcome = await identity.recoverWithCode({ ...input, address: call.address });
      return deliver(call, valueOf(call, outcome), input.delivery);
    },
    async finishReset(input, call) {
      const outcome = await identity.finishReset({ ...input, address: call.address });
      return deliver(call, valueOf(call, outcome), input.delivery);
    },
  } satisfies Partial<SignInRoutes>;
}

function passkeyRoutes(identity: Identity) {
  return {
    beginPasskeySignUp: async (input, call) =>
      valueOf(call, await identity.beginPasskeySignUp(input)),
    async finishPasskeySignUp(input, call) {
      const outcome = await identity.finishPasskeySignUp({ ...input, address: call.address });
      const { recoveryCodes, ...issued } = valueOf(call, outcome);
      return { ...deliver(call, issued, input.delivery), recoveryCodes };
    },
    beginPasskeySignIn: async (_, call) => valueOf(call, await identity.beginPasskeySignIn()),
    async finishPasskeySignIn(input, call) {
      const outcome = await identity.finishPasskeySignIn({ ...input, address: call.address });
      return deliver(call, valueOf(call, outcome), input.delivery);
    },
  } satisfies Partial<SignInRoutes>;
}

function otherRoutes(identity: Identity) {
  return {
    checkHandle: async ({ handle }) => ({ free: await identity.isHandleFree(handle) }),
    beginQrSignIn: ({ device }, { address }) => identity.beginQrSignIn({ device, address }),
    async pollQrSignIn({ ticket, secret, delivery }, call) {
      const { signal } = call;
      const polled = valueOf(call, await identity.pollQrSignIn({ ticket, secret, signal }));
      if (polled.state !== 'confirmed') return polled;
      return { state: polled.state, signedIn: deliver(call, polled.issued, delivery) };
    },
    listDemoPeople: async () => ({ people: await identity.listDemoPeople() }),
    async signInDemo(input, call) {
      const outcome = await identity.signInDemo({ ...input, address: call.address });
      return deliver(call, valueOf(call, outcome), input.delivery);
    },
  } satisfies Partial<SignInRoutes>;
}
