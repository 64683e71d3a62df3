import { isUuid } from '@plaza/base';
import type { api } from '@plaza/contract';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Identity } from './identity.ts';
import type { createSignInRoutes } from './routes-sign-in.ts';

type AccountRoutes = Omit<
  Handlers<typeof api.identity>,
  keyof ReturnType<typeof createSignInRoutes>
>;

export function createAccountRoutes(identity: Identity): AccountRoutes {
  return {
    ...profileRoutes(identity),
    ...sessionRoutes(identity),
    ...secretRoutes(identity),
    ...passkeyRoutes(identity),
    ...resetRoutes(identity),
  };
}

function profileRoutes(identity: Identity) {
  return {
    getMe: (_, { caller }) => identity.getMe(caller.personId),
    updateProfile: async (input, call) =>
      valueOf(call, await identity.updateProfile(call.caller.personId, input)),
    changeHandle: async ({ handle }, call) =>
      valueOf(call, await identity.changeHandle(call.caller.personId, handle)),
    setPhoto: async ({ fileId }, call) =>
      valueOf(call, await identity.setPhoto(call.caller.personId, fileId)),
  } satisfies Partial<AccountRoutes>;
}

function sessionRoutes(identity: Identity) {
  return {
    async listSessions(_, { caller: { personId, sessionId } }) {
      return { sessions: await identity.listSessions(personId, sessionId) };
    },
    async revokeSession({ sessionId }, call) {
      const { personId } = call.caller;
      valueOf(call, await identity.revokeSession({ personId, sessionId }));
      return {};
    },
    async revokeOtherSessions(_, { caller: { personId, sessionId } }) {
      return { revoked: await identity.revokeOtherSessions(personId, sessionId) };
    },
    async signOut(_, { caller: { personId, sessionId }, setSessionCookie }) {
      // A session that somebody else ended a moment ago is out as well: that is what was asked.
      await identity.revokeSession({ personId, sessionId });
      setSessionCookie(null);
      return {};
    },
    scanQrSignIn: async ({ code }, call) =>
      valueOf(call, await identity.scanQrSignIn(call.caller.personId, code)),
    async answerQrSignIn(input, call) {
      valueOf(call, await identity.answerQrSignIn(call.caller.personId, input));
      return {};
    },
  } satisfies Partial<AccountRoutes>;
}

function secretRoutes(identity: Identity) {
  return {
    changePassword: async (input, call) =>
      valueOf(call, await identity.changePassword(call.caller, input)),
    async renewRecoveryCodes({ currentPassword }, call) {
      const { personId } = call.caller;
      const outcome = await identity.renewRecoveryCodes(personId, currentPassword);
      return { recoveryCodes: valueOf(call, outcome) };
    },
  } satisfies Partial<AccountRoutes>;
}

function passkeyRoutes(identity: Identity) {
  return {
    async listPasskeys(_, { caller }) {
      return { passkeys: await identity.listPasskeys(caller.personId) };
    },
    beginPasskeyAdd: async (_, call) =>
      valueOf(call, await identity.beginPasskeyAdd(call.caller.personId)),
    async finishPasskeyAdd(input, call) {
      const outcome = await identity.finishPasskeyAdd(call.caller.personId, input);
      return { passkey: valueOf(call, outcome) };
    },
    async removePasskey({ passkeyId }, call) {
      valueOf(call, await identity.removePasskey(call.caller.personId, passkeyId));
      return {};
    },
  } satisfies Partial<AccountRoutes>;
}

function resetRoutes(identity: Identity) {
  return {
    async listResets(_, { caller }) {
      return { resets: await identity.listResets(caller.personId) };
    },
    async beginOwnReset(_, call) {
      const outcome = await identity.beginOwnReset(call.caller.personId);
      // Whoever was erased in this very moment has no session any more.
      return outcome.ok ? outcome.value : call.refuse('unauthenticated');
    },
    async cancelReset({ resetId }, call) {
      if (!isUuid(resetId)) return call.refuse('reset_unknown');
      valueOf(call, await identity.cancelReset({ personId: call.caller.personId, resetId }));
      return {};
    },
  } satisfies Partial<AccountRoutes>;
}
