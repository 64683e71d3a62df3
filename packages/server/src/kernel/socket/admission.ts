import type { IncomingMessage } from 'node:http';
import { isOwnHost, type AuthenticateRequest } from '../http/index.ts';
import { addressKey, type Limits } from '../limits/index.ts';
import type { Caller } from '../rpc/index.ts';

export type AdmissionDeps = {
  authenticateRequest: AuthenticateRequest;
  /** The client's address, after trusted proxies. */
  addressOf(request: IncomingMessage): string;
  hostNames: ReadonlySet<string>;
  limits: Limits;
};

export type Admission =
  | { ok: true; caller: Caller; address: string; isSignedIn(): Promise<boolean> }
  | { ok: false; status: string };

/** A person with many tabs stays well below this, and so do strangers behind one address. */
const connectsPerMinute = { count: 300, perSeconds: 60 };

function no(status: string): Admission {
  return { ok: false, status };
}

/** Judges who may open a WebSocket, before the handshake is answered. */
export async function admit(request: IncomingMessage, deps: AdmissionDeps): Promise<Admission> {
  // Not parsed as a URL: whatever a stranger sends as a path must not throw.
  if (request.url?.split('?', 1)[0] !== '/socket') return no('404 Not Found');
  if (!isOwnHost(request.headers.host, deps.hostNames)) return no('403 Forbidden');
  const address = deps.addressOf(request);
  const arrival = await deps.authenticateRequest(request);
  if (arrival.kind === 'foreign') return no('403 Forbidden');
  const { caller } = arrival;
  if (caller === null) {
    // Only strangers are counted by their address: behind one of them a campus, or all phones of a
    // carrier, come back in the same second.
    const taken = deps.limits.takeKey('socket.address', addressKey(address), connectsPerMinute);
    return no(taken.ok ? '401 Unauthorized' : '429 Too Many Requests');
  }
  const byPerson = deps.limits.takeKey('socket.person', caller.personId, connectsPerMinute);
  if (!byPerson.ok) return no('429 Too Many Requests');
  const isSignedIn = async () => {
    const now = await deps.authenticateRequest(request);
    return now.kind === 'known' && now.caller?.sessionId === caller.sessionId;
  };
  return { ok: true, caller, address, isSignedIn };
}
