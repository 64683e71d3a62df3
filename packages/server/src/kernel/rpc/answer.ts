import { type NewId } from '@plaza/base';
import { refusals, type Method, type RefusalName } from '@plaza/contract';
import { isConnectionError } from '../db/index.ts';
import type { Limits } from '../limits/index.ts';
import type { Log } from '../log/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { Refusal } from './refusal.ts';
import type { Call, Caller, Handler, Origin } from './types.ts';
import type { Problem, Validate } from './validate.ts';
import { dataOf } from './written.ts';

/**
 * What the wire says: the output (perhaps as text: `textOf`), a refusal by name, or a fault by the
 * id in the log.
 */
export type Answer =
  | { kind: 'output'; output: unknown }
  | { kind: 'refusal'; status: number; error: RefusalName; message: string; details?: unknown }
  | { kind: 'fault'; status: 500; id: string };

export type DispatchDeps = {
  limits: Limits;
  log: Log;
  metrics: Metrics;
  newId: NewId;
  /** Checks every output against its schema: on in tests, where a wrong output is a fault. */
  checkOutputs: boolean;
};

/** A call as a transport hands it over. */
export type Incoming = {
  method: string;
  input: unknown;
  caller: Caller | null;
  origin: Origin;
  signal: AbortSignal;
};

/** A method with its handler, ready to be called. */
export type Registered = {
  method: Method;
  handler: Handler<Method>;
  validateInput: Validate;
  validateOutput: Validate;
  /** The refusals that may leave this method. */
  allowed: ReadonlySet<RefusalName>;
};

class InvalidOutput extends Error {
  constructor(method: string, problems: Problem[]) {
    super(`${method} answered against its contract: ${JSON.stringify(problems)}`);
  }
}

export function refusalAnswer(error: RefusalName, details?: unknown): Answer {
  const { status, message } = refusals[error];
  const answer = { kind: 'refusal', status, error, message } as const;
  return details === undefined ? answer : { ...answer, details };
}

function mayCall({ auth, whileSuspended }: Method, caller: Caller | null): RefusalName | null {
  if (auth === 'public') return null;
  if (caller === null) return 'unauthenticated';
  if (caller.isSuspended && !whileSuspended) return 'suspended';
  return auth === 'operator' && caller.role !== 'operator' ? 'forbidden' : null;
}

/** Identity first: what a method allows depends on who calls, and a limit is charged to them. */
function judge(
  { method }: Registered,
  { caller, origin }: Incoming,
  limits: Limits,
): Answer | null {
  const forbidden = mayCall(method, caller);
  if (forbidden !== null) return refusalAnswer(forbidden);
  const payer = { personId: caller?.personId ?? null, address: origin.address };
  const taken = limits.take(method, payer);
  if (taken.ok) return null;
  return refusalAnswer('too_many_requests', { retryAfterMs: taken.retryAfterMs });
}

async function run(
  target: Registered,
  { caller, origin, signal, input }: Incoming,
  { checkOutputs }: DispatchDeps,
): Promise<Answer> {
  const refuse = (name: RefusalName, details?: unknown): never => {
    throw new Refusal(name, details);
  };
  // What anybody may call takes a suspended person for nobody: it gives them nothing of their own.
  const known = target.method.auth === 'public' && caller?.isSuspended ? null : caller;
  const call = { ...origin, caller: known, signal, refuse } as Call;
  const output = await target.handler(input, call);
  if (checkOutputs) {
    const problems = target.validateOutput(dataOf(output));
    if (problems.length > 0) throw new InvalidOutput(target.method.name, problems);
  }
  return { kind: 'output', output };
}

function answerError(target: Registered, error: unknown, { log, newId }: DispatchDeps): Answer {
  if (error instanceof Refusal && target.allowed.has(error.refusal)) {
    return refusalAnswer(error.refusal, error.details);
  }
  if (isConnectionError(error)) {
    // Nothing is wrong with the call: it may be made again when the database is back.
    log.warn({ err: error, method: target.method.name }, 'the database is away');
    return refusalAnswer('unavailable');
  }
  // An undeclared refusal lands here too: the contract does not know it, so it is our fault.
  const id = newId();
  log.error({ err: error, faultId: id, method: target.method.name }, 'fault');
  return { kind: 'fault', status: 500, id };
}

/** Judges, validates and runs one call. Never throws: whatever happens has an answer. */
export async function answerCall(
  target: Registered,
  incoming: Incoming,
  deps: DispatchDeps,
): Promise<Answer> {
  const judged = judge(target, incoming, deps.limits);
  if (judged !== null) return judged;
  try {
    const problems = target.validateInput(incoming.input);
    if (problems.length > 0) return refusalAnswer('invalid', { problems });
    return await run(target, incoming, deps);
  } catch (error) {
    return answerError(target, error, deps);
  }
}
