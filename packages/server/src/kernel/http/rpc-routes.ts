import { methods } from '@plaza/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clearedSessionCookie, sessionCookie } from '../auth/index.ts';
import { textOf, type Answer, type Dispatch, type Origin } from '../rpc/index.ts';
import type { AuthenticateRequest } from './authenticate-request.ts';
import { sendRefusal } from './errors.ts';
import type { IsSecure } from './proxies.ts';

function originOf(request: FastifyRequest, reply: FastifyReply, isSecure: IsSecure): Origin {
  const reached = { secure: isSecure(request), host: request.headers.host };
  return {
    address: request.ip,
    transport: 'http',
    setSessionCookie(secret) {
      const value =
        secret === null ? clearedSessionCookie(reached) : sessionCookie(secret, reached);
      reply.header('set-cookie', value);
    },
  };
}

function send(reply: FastifyReply, answer: Answer): void {
  if (answer.kind === 'output') {
    const text = textOf(answer.output);
    if (text === null) return void reply.send(answer.output);
    return void reply.type('application/json; charset=utf-8').send(text);
  }
  if (answer.kind === 'fault') {
    return void reply.code(answer.status).send({ error: 'internal', id: answer.id });
  }
  const { status, error, message, details } = answer;
  if (error === 'too_many_requests') reply.header('retry-after', retrySeconds(details));
  void reply.code(status).send({ error, message, ...(details === undefined ? {} : { details }) });
}

function retrySeconds(details: unknown): number {
  const { retryAfterMs } = (details ?? {}) as { retryAfterMs?: number };
  return Math.ceil((retryAfterMs ?? 1000) / 1000);
}

/** Serves every contracted method at `POST /rpc/<feature.verbNoun>`. */
export function registerRpcRoutes(
  app: FastifyInstance,
  deps: { dispatch: Dispatch; authenticateRequest: AuthenticateRequest; isSecure: IsSecure },
): void {
  const open = new Set<AbortController>();
  // Calls that wait for news would hold a server back that wants to stop.
  app.addHook('preClose', (done) => {
    for (const call of open) call.abort();
    done();
  });
  for (const { name } of methods) {
    app.post(`/rpc/${name}`, async (request, reply) => {
      const arrival = await deps.authenticateRequest(request, { suspendedToo: true });
      if (arrival.kind === 'foreign') {
        sendRefusal(reply, 'forbidden', { reason: 'foreign_origin' });
        return reply;
      }
      const gone = new AbortController();
      open.add(gone);
      reply.raw.once('close', () => {
        // What was answered is not called off: an abort that nobody hears costs more than the call.
        if (open.delete(gone)) gone.abort();
      });
      reply.header('cache-control', 'no-store');
      const answer = await deps.dispatch.call({
        method: name,
        // No body at all is an empty input; `null` is an input of the wrong form.
        input: request.body === undefined ? {} : request.body,
        caller: arrival.caller,
        origin: originOf(request, reply, deps.isSecure),
        signal: gone.signal,
      });
      open.delete(gone);
      send(reply, answer);
      return reply;
    });
  }
}
