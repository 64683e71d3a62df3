import type { Me } from '@plaza/contract';
import { create } from 'zustand';
import { api, http } from './calls.ts';
import { databaseName } from './database-name.ts';
import { forgetPrivate } from './private-keys.ts';
import { createWorkerStore } from './worker-store.ts';

/**
 * `suspended`: here to read the reasons and to appeal, and for nothing else. `unreachable`: nobody
 * is known on this device and the server does not answer. A person who is known stays signed in
 * without a network.
 */
export type SessionPhase = 'starting' | 'signed_out' | 'signed_in' | 'suspended' | 'unreachable';

type Session = {
  phase: SessionPhase;
  me: Me | null;
  /** Shown once, right after the account was made. */
  recoveryCodes: readonly string[] | null;
};

export const useSession = create<Session>()(() => ({
  phase: 'starting',
  me: null,
  recoveryCodes: null,
}));

/** No secret: only which local database belongs to the cookie's session. */
const accountKey = 'plaza.account';

/** Who used this device last and did not sign out; no proof, the server decides. */
export function keptAccount(): string | null {
  try {
    return localStorage.getItem(accountKey);
  } catch {
    return null;
  }
}

function keepAccount(personId: string | null): void {
  try {
    if (personId === null) localStorage.removeItem(accountKey);
    else localStorage.setItem(accountKey, personId);
  } catch {
    // Without storage the next start asks the server.
  }
}

async function forget(personId: string): Promise<void> {
  forgetPrivate();
  // A file of its own: it is needed once in the life of an account.
  const forgotten = import('./forget-push.ts').then(({ forgetPush }) => forgetPush());
  await forgotten.catch(() => undefined);
  await createWorkerStore(databaseName(personId))
    .erase()
    .catch(() => undefined);
}

async function readKeptMe(personId: string): Promise<Me | null> {
  try {
    const [meta] = await createWorkerStore(databaseName(personId)).readAll('meta');
    return meta?.me?.personId === personId ? meta.me : null;
  } catch {
    return null;
  }
}

/** Takes in the person whom a way of signing in, or the server, named. */
export function enter(me: Me, recoveryCodes: readonly string[] | null = null): void {
  // Nothing is kept on the device of who has only come to appeal.
  if (me.suspendedAt !== undefined) return useSession.setState({ phase: 'suspended', me });
  keepAccount(me.personId);
  useSession.setState({ phase: 'signed_in', me, recoveryCodes });
}

/** The new person said that the recovery codes are in a safe place. */
export function confirmRecoveryCodes(): void {
  useSession.setState({ recoveryCodes: null });
}

/** The person's own record changed. */
export function updateMe(me: Me): void {
  if (useSession.getState().phase === 'signed_in') useSession.setState({ me });
}

let closeClient: () => Promise<void> = () => Promise.resolve();

/** Whoever writes to the account's database is stopped before it is erased. */
export function onClosing(close: () => Promise<void>): void {
  closeClient = close;
}

/** The server ended the session: what was kept of the account goes with it. */
export async function leave(): Promise<void> {
  const account = keptAccount();
  await closeClient().catch(() => undefined);
  keepAccount(null);
  useSession.setState({ phase: 'signed_out', me: null, recoveryCodes: null });
  if (account !== null) await forget(account);
}

export async function signOut(): Promise<void> {
  await api.identity.signOut({});
  await leave();
}

/** Says who uses this device: from what is kept at once, then from the server. */
export async function startSession(): Promise<void> {
  const account = keptAccount();
  const kept = account === null ? null : await readKeptMe(account);
  if (kept !== null) useSession.setState({ phase: 'signed_in', me: kept });
  const answer = await http.call('identity.getMe', {});
  if (answer.ok) {
    if (account !== null && account !== answer.output.personId) await forget(account);
    enter(answer.output);
  } else if (answer.error === 'unauthenticated') {
    await leave();
  } else if (kept === null) {
    useSession.setState({ phase: 'unreachable', me: null });
  }
}

/** Another tab signed in or out: this one starts anew as that person. */
export function followOtherTabs(): void {
  window.addEventListener('storage', (event) => {
    if (event.key === accountKey && event.newValue !== event.oldValue) location.reload();
  });
}

/** The signed-in person, on screens that only they can open. */
export function useMe(): Me {
  const me = useSession((state) => state.me);
  if (me === null) throw new Error('This screen is only for signed-in people.');
  return me;
}
