import type { PersonId, SessionId } from '@plaza/base';
import type { Tx } from '../../kernel/db/index.ts';
import { decide } from '../../kernel/rpc/index.ts';
import * as account from './account.ts';
import { notify, readMe } from './announce.ts';
import * as approval from './approval.ts';
import { createAuthenticator } from './authenticate.ts';
import type { Context, IdentityDeps, PasskeysHook, ProfileHook } from './context.ts';
import { setDeletion } from './deletion.ts';
import { durations, later } from './durations.ts';
import { finishReset } from './finish-reset.ts';
import { createHolding } from './holding.ts';
import { createAccountControl } from './operate.ts';
import * as passkeys from './passkeys.ts';
import * as people from './people.ts';
import * as qr from './qr.ts';
import { spendRecoveryCode } from './recovery.ts';
import * as resets from './resets.ts';
import { checkOwnPassword } from './secrets.ts';
import * as sessions from './sessions.ts';
import * as signIn from './sign-in.ts';
import * as store from './store/index.ts';

/** Binds each function of a part to the context: `signUp(ctx, input)` → `signUp(input)`. */
function bind<Args extends unknown[], Result>(
  ctx: Context,
  run: (ctx: Context, ...args: Args) => Result,
): (...args: Args) => Result {
  return (...args) => run(ctx, ...args);
}

/** Removes what the clock has made useless; an hourly job. */
async function clean(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const hourAgo = later(now, -3_600_000);
  const lock = later(now, -durations.lockLapseMs);
  await store.deleteLapsed(ctx.db, { now, step: hourAgo, lock });
  const idleBefore = later(now, -durations.sessionIdleMs);
  sessions.publishEnded(ctx, await store.deleteIdleSessions(ctx.db, idleBefore));
}

/** The password of somebody who is signed in; null where the account has none. */
async function verifyPassword(ctx: Context, personId: PersonId, password: string | null) {
  const person = await store.getPerson(ctx.db, personId);
  return checkOwnPassword(ctx, { personId, handle: person?.handle ?? '' }, password);
}

/** What the module's own routes call. */
function createMethods(ctx: Context) {
  return {
    signUp: bind(ctx, signIn.signUp),
    signIn: bind(ctx, signIn.signIn),
    recoverWithCode: bind(ctx, signIn.recoverWithCode),
    listDemoPeople: bind(ctx, signIn.listDemoPeople),
    signInDemo: bind(ctx, signIn.signInDemo),
    isHandleFree: bind(ctx, people.isHandleFree),
    beginPasskeySignUp: bind(ctx, passkeys.beginPasskeySignUp),
    finishPasskeySignUp: bind(ctx, passkeys.finishPasskeySignUp),
    beginPasskeySignIn: bind(ctx, passkeys.beginPasskeySignIn),
    finishPasskeySignIn: bind(ctx, passkeys.finishPasskeySignIn),
    beginPasskeyAdd: bind(ctx, passkeys.beginPasskeyAdd),
    finishPasskeyAdd: bind(ctx, passkeys.finishPasskeyAdd),
    listPasskeys: bind(ctx, passkeys.listPasskeys),
    removePasskey: bind(ctx, passkeys.removePasskey),
    beginQrSignIn: bind(ctx, qr.beginQrSignIn),
    scanQrSignIn: bind(ctx, qr.scanQrSignIn),
    answerQrSignIn: bind(ctx, qr.answerQrSignIn),
    pollQrSignIn: bind(ctx, qr.pollQrSignIn),
    updateProfile: bind(ctx, account.updateProfile),
    changeHandle: bind(ctx, account.changeHandle),
    setPhoto: bind(ctx, account.setPhoto),
    changePassword: bind(ctx, account.changePassword),
    renewRecoveryCodes: bind(ctx, account.renewRecoveryCodes),
    listSessions: bind(ctx, sessions.listSessions),
    revokeSession: (of: { personId: PersonId; sessionId: SessionId }) =>
      decide(ctx.db, (tx) => sessions.revokeSession(ctx, tx, of)),
    revokeOtherSessions: (personId: PersonId, except: SessionId) =>
      ctx.db.tx((tx) => sessions.endSessions(ctx, tx, personId, { except })),
    listResets: bind(ctx, resets.listResets),
    beginOwnReset: (personId: PersonId) =>
      decide(ctx.db, (tx) => resets.beginReset(ctx, tx, { personId, origin: 'device' })),
    cancelReset: bind(ctx, resets.cancelReset),
    finishReset: bind(ctx, finishReset),
  };
}

/**
 * Whoever may see a card may see the photo on it, and every signed-in person may see cards. The
 * sign-in page of a demo city shows its people to everybody.
 */
async function mayReadPhoto(
  ctx: Context,
  { ownerId }: { ownerId: PersonId },
  caller: object | null,
): Promise<boolean> {
  if (caller !== null) return true;
  return ctx.demo && (await store.getPerson(ctx.db, ownerId))?.demo === true;
}

/** Creates the module that knows who people are and lets them in. */
export function createIdentity(deps: IdentityDeps) {
  const profileHooks: ProfileHook[] = [];
  const passkeysHooks: PasskeysHook[] = [];
  const ctx: Context = { ...deps, profileHooks, passkeysHooks };
  const approving = approval.createApproving(ctx);
  deps.files.allow(account.photoPurpose, (file, caller) => mayReadPhoto(ctx, file, caller));
  deps.jobs.every('identity.clean', '17 * * * *', () => clean(ctx));
  return {
    ...createMethods(ctx),
    ...createAuthenticator(ctx),
    getMe: (personId: PersonId) => readMe(ctx.db, personId),
    getCards: people.createGetCards(ctx.db),
    getAge: (personId: PersonId) => people.getAge(ctx.db, personId),
    findByHandle: (handle: string) => people.findByHandle(ctx.db, handle),
    /** For a demo city: a person who needs no secret, in the caller's transaction. */
    createPerson: (tx: Tx, person: people.NewPerson) => people.addPerson(ctx, tx, person),
    verifyPassword: bind(ctx, verifyPassword),
    spendRecoveryCode: bind(ctx, spendRecoveryCode),
    hasApprovingPasskey: bind(ctx, approval.hasApprovingPasskey),
    beginApproval: approving.begin,
    finishApproval: approving.finish,
    notice: bind(ctx, notify),
    onProfileChanged: (hook: ProfileHook) => void profileHooks.push(hook),
    onPasskeysChanged: (hook: PasskeysHook) => void passkeysHooks.push(hook),
    setDeletion: bind(ctx, setDeletion),
    control: createAccountControl(ctx),
    holding: createHolding(ctx),
    clean: () => clean(ctx),
  };
}

export type Identity = ReturnType<typeof createIdentity>;
