import type { api } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';
import { sendRefusal, type AuthenticateRequest } from '../../kernel/http/index.ts';
import type { Handlers } from '../../kernel/rpc/index.ts';
import type { Rights } from './service.ts';

export function createRightsRoutes({ rights }: { rights: Rights }): Handlers<typeof api.rights> {
  return {
    listHoldings: (_input, { caller }) => rights.listHoldings(caller.personId),
    async beginExport(_input, call) {
      const outcome = await rights.beginExport(call.caller);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason);
    },
    async requestDeletion({ currentPassword }, call) {
      const outcome = await rights.requestDeletion(call.caller.personId, currentPassword);
      return outcome.ok ? outcome.value : call.refuse(outcome.reason, outcome.details);
    },
    async cancelDeletion(_input, call) {
      const outcome = await rights.cancelDeletion(call.caller.personId);
      return outcome.ok ? {} : call.refuse(outcome.reason);
    },
  };
}

/** Nothing in the answer may run or be shown as a page of ours. */
const filePolicy = "default-src 'none'; sandbox";

/** Registers `GET /export/<ticket>`: the ZIP, streamed, for the session that asked for it. */
export function registerExportRoute(
  app: FastifyInstance,
  deps: { rights: Pick<Rights, 'openExport'>; authenticateRequest: AuthenticateRequest },
): void {
  // Without HEAD: who only asks how large it is must not use the one time up.
  const once = { exposeHeadRoute: false };
  app.get<{ Params: { ticket: string } }>('/export/:ticket', once, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const arrival = await deps.authenticateRequest(request, { suspendedToo: true });
    if (arrival.kind === 'foreign') {
      sendRefusal(reply, 'forbidden', { reason: 'foreign_origin' });
      return reply;
    }
    if (arrival.caller === null) {
      sendRefusal(reply, 'unauthenticated');
      return reply;
    }
    const opened = await deps.rights.openExport(arrival.caller, request.params.ticket);
    if (opened === null) {
      sendRefusal(reply, 'file_unknown');
      return reply;
    }
    reply.header('content-security-policy', filePolicy);
    reply.header('content-disposition', `attachment; filename="${opened.fileName}"`);
    reply.type('application/zip');
    return reply.send(opened.stream);
  });
}
