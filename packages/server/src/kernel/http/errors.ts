import type { NewId } from '@plaza/base';
import { refusals, type RefusalName } from '@plaza/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isConnectionError } from '../db/index.ts';
import type { Log } from '../log/index.ts';

/** Sends a refusal in its wire form. */
export function sendRefusal(reply: FastifyReply, error: RefusalName, details?: unknown): void {
  const { status, message } = refusals[error];
  void reply.code(status).send({ error, message, ...(details === undefined ? {} : { details }) });
}

/** What the framework itself refuses before a handler runs, in our words. */
function refusalOf(error: FastifyError): RefusalName | null {
  const status = error.statusCode ?? 500;
  if (status === 413) return 'too_large';
  if (status === 503) return 'unavailable';
  return status >= 400 && status < 500 ? 'invalid' : null;
}

/** Maps every error that reaches the framework to a refusal or a fault. */
export function createErrorHandler({ log, newId }: { log: Log; newId: NewId }) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = refusalOf(error);
    if (refusal !== null) return sendRefusal(reply, refusal, { reason: error.code ?? '' });
    if (isConnectionError(error)) {
      log.warn({ err: error, route: request.routeOptions.url }, 'the database is away');
      return sendRefusal(reply, 'unavailable');
    }
    const id = newId();
    log.error({ err: error, faultId: id, route: request.routeOptions.url }, 'fault');
    void reply.code(500).send({ error: 'internal', id });
  };
}
