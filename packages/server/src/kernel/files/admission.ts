import type { Rate } from '@plaza/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendRefusal, type AuthenticateRequest } from '../http/index.ts';
import { addressKey, type Limits, type Taken } from '../limits/index.ts';
import type { Caller } from '../rpc/index.ts';

export type AdmissionDeps = { authenticateRequest: AuthenticateRequest; limits: Limits };

/** A hook that runs before a body is read, so that a stranger cannot make the server take one. */
export type Admit = (
  name: string,
  options: { rate: Rate; strangers: boolean },
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

export type Admission = {
  admit: Admit;
  /** Who sent a request that was admitted. */
  callerOf(request: FastifyRequest): Caller | null;
};

export function createAdmission(deps: AdmissionDeps): Admission {
  const callers = new WeakMap<FastifyRequest, Caller | null>();
  return {
    admit: (name, { rate, strangers }) =>
      async function admitRequest(request, reply) {
        const arrival = await deps.authenticateRequest(request);
        if (arrival.kind === 'foreign') {
          return stop(reply, () => sendRefusal(reply, 'forbidden', { reason: 'foreign_origin' }));
        }
        const { caller } = arrival;
        if (caller === null && !strangers) {
          return stop(reply, () => sendRefusal(reply, 'unauthenticated'));
        }
        const payer = caller?.personId ?? addressKey(request.ip);
        const taken = deps.limits.takeKey(name, payer, rate);
        if (!taken.ok) return stop(reply, () => sendTooMany(reply, taken));
        callers.set(request, caller);
        return undefined;
      },
    callerOf: (request) => callers.get(request) ?? null,
  };
}

/** In a hook or a handler: the answer is on its way, go no further. */
export function stop(reply: FastifyReply, send: () => void): FastifyReply {
  reply.header('cache-control', 'no-store');
  send();
  return reply;
}

function sendTooMany(reply: FastifyReply, { retryAfterMs }: Exclude<Taken, { ok: true }>): void {
  reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  sendRefusal(reply, 'too_many_requests', { retryAfterMs });
}
