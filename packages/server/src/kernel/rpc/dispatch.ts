import { assert } from '@plaza/base';
import { commonRefusals, type Method } from '@plaza/contract';
import {
  answerCall,
  refusalAnswer,
  type Answer,
  type DispatchDeps,
  type Incoming,
  type Registered,
} from './answer.ts';
import type { Handler, Handlers } from './types.ts';
import { createValidator } from './validate.ts';

export type Dispatch = {
  register<F extends Record<string, Method>>(feature: F, handlers: Handlers<F>): void;
  /** Methods that are contracted but have no handler: must be empty when the server starts. */
  missing(methods: readonly Method[]): string[];
  find(name: string): Method | undefined;
  call(incoming: Incoming): Promise<Answer>;
};

/** Creates the one place where every call, of any transport, is judged and answered. */
export function createDispatch(deps: DispatchDeps): Dispatch {
  const registered = new Map<string, Registered>();
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
      const target = registered.get(incoming.method);
      if (target === undefined) return refusalAnswer('unknown_method');
      const done = deps.metrics.startCall(target.method.name, incoming.origin.transport);
      const result = await answerCall(target, incoming, deps);
      done(result.kind === 'refusal' ? result.error : result.kind);
      return result;
    },
  };
}
