import { assert, type NewId } from '@plaza/base';
import {
  commonRefusals,
  refusals,
  type Method,
  type MethodName,
  type RefusalName,
} from '@plaza/contract';
import type { Limits } from '../limits/index.ts';
import type { Log } from '../log/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { Refusal } from './refusal.ts';
import type { Call, Caller, Handler, Handlers, Origin } from './types.ts';
import { createValidator, type Problem, type Validate } from './validate.ts';

/** What the wire says: the output, a refusal by name, or a fault by the id in the log. */
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

type Registered = {
  method: Method;
  handler: Handler<Method>;
  validateInput: Validate;
  validateOutput: Validate;
  /** The refusals that may leave this method. */
  allowed: ReadonlySet<RefusalName>;
};

export type Dispatch = {
  register<F extends Record<string, Method>>(feature: F, handlers: Handlers<F>): void;
  /** Methods that are contracted but have no handler: must be empty when the server starts. */
  missing(methods: readonly Method[]): string[];
  find(name: string): Method | undefined;
  call(incoming: Incoming): Promise<Answer>;
};

class InvalidOutput extends Error {
  constructor(method: string, problems: Problem[]) {
    super(`${method} answered against its contract: ${JSON.stringify(problems)}`);
  }
}

function refusalAnswer(error: RefusalName, details?: unknown): Answer {
  const { status, message } = refusals[error];
  const answer = { kind: 'refusal', status, error, message } as const;
  return details === undefined ? answer : { ...answer, details };
}

function mayCall(auth: Method['auth'], caller: Caller | null): RefusalName | null {
  if (auth === 'public') return null;
  if (caller === null) return 'unauthenticated';
  return auth === 'operator' && caller.role !== 'operator' ? 'forbidden' : null;
}

/** Creates the one place where every call, of any transport, is judged and answered. */
export function createDispatch(deps: DispatchDeps): Dispatch {
  const registered = new Map<string, Registered>();

  /** Order matters: identity first, then the limit, so that refused calls cost tokens too. */
  function judge({ method }: Registered, { caller, origin }: Incoming): Answer | null {
    const forbidden = mayCall(method.auth, caller);
    if (forbidden !== null) return refusalAnswer(forbidden);
    const taken = deps.limits.take(method, {
      personId: caller?.personId ?? null,
      address: origin.address,
    });
    if (taken.ok) return null;
    return refusalAnswer('too_many_requests', { retryAfterMs: taken.retryAfterMs });
  }

  async function run(target: Registered, incoming: Incoming): Promise<Answer> {
    const { caller, origin, signal, input } = incoming;
    const refuse = (name: RefusalName, details?: unknown): never => {
      throw new Refusal(name, details);
    };
    const output = await target.handler(input, { ...origin, caller, signal, refuse } as Call);
    if (deps.checkOutputs) {
      const problems = target.validateOutput(output);
      if (problems.length > 0) throw new InvalidOutput(target.method.name, problems);
    }
    return { kind: 'output', output };
  }

  function answerError(target: Registered, error: unknown): Answer {
    if (error instanceof Refusal && target.allowed.has(error.refusal)) {
      return refusalAnswer(error.refusal, error.details);
    }
    // An undeclared refusal lands here too: the contract does not know it, so it is our fault.
    const id = deps.newId();
    deps.log.error({ err: error, faultId: id, method: target.method.name }, 'fault');
    return { kind: 'fault', status: 500, id };
  }

  async function answer(target: Registered, incoming: Incoming): Promise<Answer> {
    const judged = judge(target, incoming);
    if (judged !== null) return judged;
    const problems = target.validateInput(incoming.input);
    if (problems.length > 0) return refusalAnswer('invalid', { problems });
    try {
      return await run(target, incoming);
    } catch (error) {
      return answerError(target, error);
    }
  }

  return {
    register(feature, handlers) {
      for (const [verb, method] of Object.entries<Method>(feature)) {
        assert(!registered.has(method.name), `${method.name} is registered twice`);
        registered.set(method.name, {
          method,
          handler: handlers[verb] as Handler<Method>,
          validateInput: createValidator(method.input),
          validateOutput: createValidator(method.output),
          allowed: new Set([...commonRefusals, ...method.refusals]),
        });
      }
    },
    missing: (methods) => methods.map(({ name }) => name).filter((name) => !registered.has(name)),
    find: (name) => registered.get(name)?.method,
    async call(incoming) {
      const target = registered.get(incoming.method as MethodName);
      if (target === undefined) return refusalAnswer('unknown_method');
      const done = deps.metrics.startCall(target.method.name, incoming.origin.transport);
      const result = await answer(target, incoming);
      done(result.kind === 'refusal' ? result.error : result.kind);
      return result;
    },
  };
}
