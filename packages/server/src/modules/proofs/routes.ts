import type { api } from '@plaza/contract';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendRefusal } from '../../kernel/http/index.ts';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Proofs } from './service.ts';

export function createProofsRoutes(proofs: Proofs): Handlers<typeof api.proofs> {
  return {
    getKey: () => proofs.getKey(),
    listHeads: ({ before }) => proofs.listHeads(before ?? null),
    getHead: async ({ day }) => ({ head: await proofs.getHead(day) }),
    getReceipt: async (input, call) =>
      valueOf(call, await proofs.getReceipt(call.caller.personId, input)),
    getTransferReceipt: async ({ transferId }, call) =>
      valueOf(call, await proofs.getTransferReceipt(call.caller.personId, transferId)),
  };
}

/** Soon there may be a newer key; what was signed for a day never changes. */
const forAnHour = 'public, max-age=3600';
const forGood = 'public, max-age=31536000, immutable';

function sendText(reply: FastifyReply, text: string, caching: string): FastifyReply {
  reply.header('cache-control', caching);
  // Pages of others may mirror what is published.
  reply.header('access-control-allow-origin', '*');
  reply.header('cross-origin-resource-policy', 'cross-origin');
  return reply.type('text/plain; charset=utf-8').send(text);
}

/** Registers `GET /proofs/key` and `/proofs/heads/<day>`: plain texts for whoever keeps copies. */
export function registerProofsRoutes(
  app: FastifyInstance,
  { proofs }: { proofs: Pick<Proofs, 'getKey' | 'getHead'> },
): void {
  app.get('/proofs/key', async (_request, reply) => {
    const { key } = await proofs.getKey();
    if (key === null) return sendRefusal(reply, 'unknown_method');
    return sendText(reply, `${key}\n`, forAnHour);
  });
  app.get<{ Params: { day: string } }>('/proofs/heads/:day', async (request, reply) => {
    const head = await proofs.getHead(request.params.day);
    if (head === null) return sendRefusal(reply, 'unknown_method');
    return sendText(reply, head, forGood);
  });
}
