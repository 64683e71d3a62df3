import { clientFrame, closeCodes, type ClientFrame, type ServerFrame } from '@plaza/contract';
import type { PersonId } from '@plaza/base';
import { createValidator, dataOf, type Answer, type Caller, type Dispatch } from '../rpc/index.ts';
import { prepare } from './frame.ts';
import type { Outlet } from './outlet.ts';

/** Unanswered calls of one socket; at the limit we stop reading it until one is answered. */
export const maxCallsInFlight = 32;

const validateFrame = createValidator(clientFrame);
const pongFrame = prepare({ t: 'pong' });

export type ClientSessionDeps = {
  caller: Caller;
  address: string;
  dispatch: Dispatch;
  outlet: Outlet;
  now(): Date;
  /** Registers the client for events; called once, before the head is read. */
  enter(): void;
  personalSeq(personId: PersonId): Promise<number>;
  isSignedIn(): Promise<boolean>;
  close(code: number): void;
  pause(): void;
  resume(): void;
  signal: AbortSignal;
};

/** Reads frames of one client and answers them. */
export type ClientSession = { receive(text: string): void };

/** What a call holds is judged with the call: bad input is refused, not a reason to hang up. */
function shapeOf(value: unknown): unknown {
  const holds = typeof value === 'object' && value !== null && 'input' in value;
  return holds ? { ...value, input: null } : value;
}

function parse(text: string): ClientFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    return validateFrame(shapeOf(value)).length === 0 ? (value as ClientFrame) : null;
  } catch {
    return null;
  }
}

function answerFrame(id: number, answer: Answer): ServerFrame {
  if (answer.kind === 'output') return { t: 'answer', id, output: dataOf(answer.output) };
  if (answer.kind === 'fault') {
    return { t: 'refused', id, error: 'internal', message: answer.id };
  }
  const { error, message, details } = answer;
  const frame = { t: 'refused' as const, id, error, message };
  return details === undefined ? frame : { ...frame, details };
}

/** Creates the reader of one socket. A malformed frame, or one before `hello`, closes it. */
export function createClientSession(deps: ClientSessionDeps): ClientSession {
  let greeted = false;
  let inFlight = 0;

  async function greet(): Promise<void> {
    // Registered first, read second: an event in between is told, and applied after the pull.
    deps.enter();
    // The session may have ended between the handshake and now, when nobody knew of this socket.
    if (!(await deps.isSignedIn())) return deps.close(closeCodes.signedOut);
    const personalSeq = await deps.personalSeq(deps.caller.personId);
    const serverTime = deps.now().toISOString();
    deps.outlet.answer(prepare({ t: 'hello_ok', serverTime, personalSeq }));
  }

  async function call(frame: Extract<ClientFrame, { t: 'call' }>): Promise<void> {
    inFlight += 1;
    if (inFlight === maxCallsInFlight) deps.pause();
    const { caller, address, signal } = deps;
    const method = deps.dispatch.find(frame.method);
    const answer = await deps.dispatch.call({
      // A method that is not offered here is as unknown as one that does not exist.
      method: method?.transport === 'both' ? frame.method : '',
      input: frame.input,
      caller,
      origin: { address, transport: 'socket', setSessionCookie: () => undefined },
      signal,
    });
    deps.outlet.answer(prepare(answerFrame(frame.id, answer)));
    if (inFlight === maxCallsInFlight) deps.resume();
    inFlight -= 1;
  }

  function fail(): void {
    deps.close(closeCodes.badFrame);
  }

  return {
    receive(text) {
      const frame = parse(text);
      if (frame === null || (frame.t === 'hello') === greeted) return fail();
      if (frame.t === 'ping') return deps.outlet.answer(pongFrame);
      if (frame.t === 'call') return void call(frame).catch(fail);
      greeted = true;
      greet().catch(() => deps.close(closeCodes.goingAway));
    },
  };
}
