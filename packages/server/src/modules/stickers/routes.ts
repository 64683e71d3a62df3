import { isUuid, type StickerPackId } from '@plaza/base';
import type { api } from '@plaza/contract';
import type { FastifyInstance } from 'fastify';
import { sendRefusal, type AuthenticateRequest } from '../../kernel/http/index.ts';
import { valueOf, type Handlers } from '../../kernel/rpc/index.ts';
import type { Stickers } from './service.ts';

export function createStickersRoutes(stickers: Stickers): Handlers<typeof api.stickers> {
  return {
    savePack: async (input, call) =>
      valueOf(call, await stickers.savePack(call.caller.personId, input)),
    addSticker: async (input, call) => valueOf(call, await stickers.addSticker(call.caller, input)),
    removeSticker: async (input, call) =>
      valueOf(call, await stickers.removeSticker(call.caller.personId, input)),
    collectPack: async ({ packId }, call) =>
      valueOf(call, await stickers.collectPack(call.caller.personId, packId)),
    async removePack({ packId }, call) {
      valueOf(call, await stickers.removePack(call.caller.personId, packId));
      return {};
    },
    getPack: async ({ packId }, call) =>
      valueOf(call, await stickers.getPack(call.caller.personId, packId)),
    async listPacks(_input, { caller }) {
      return { packs: await stickers.listPacks(caller.personId) };
    },
    async exportPack({ packId }, call) {
      valueOf(call, await stickers.getPack(call.caller.personId, packId));
      return { path: `/stickers/${packId}.zip` };
    },
  };
}

/** Nothing in the answer may run or be shown as a page of ours. */
const filePolicy = "default-src 'none'; sandbox";

/** Registers `GET /stickers/<packId>.zip`: a set in its open form, for whoever is signed in. */
export function registerStickersRoute(
  app: FastifyInstance,
  deps: { stickers: Pick<Stickers, 'openZip'>; authenticateRequest: AuthenticateRequest },
): void {
  app.get<{ Params: { file: string } }>('/stickers/:file', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const arrival = await deps.authenticateRequest(request);
    if (arrival.kind === 'foreign') {
      sendRefusal(reply, 'forbidden', { reason: 'foreign_origin' });
      return reply;
    }
    if (arrival.caller === null) {
      sendRefusal(reply, 'unauthenticated');
      return reply;
    }
    const [packId = '', ending] = request.params.file.split('.', 2);
    const isName = ending === 'zip' && isUuid(packId);
    const opened = isName ? await deps.stickers.openZip(packId as StickerPackId) : null;
    if (opened === null) {
      sendRefusal(reply, 'pack_unknown');
      return reply;
    }
    reply.header('content-security-policy', filePolicy);
    reply.header('content-disposition', `attachment; filename="stickers-${packId}.zip"`);
    reply.type('application/zip');
    return reply.send(opened);
  });
}
