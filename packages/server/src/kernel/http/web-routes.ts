import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { sendRefusal } from './errors.ts';

const oneYear = 'public, max-age=31536000, immutable';

/** Built files carry a hash of their content in the name; all others must be asked for anew. */
function setCaching(reply: Pick<FastifyReply, 'header'>, file: string): void {
  const hashed = file.includes(`${path.sep}assets${path.sep}`);
  reply.header('cache-control', hashed ? oneYear : 'no-cache');
}

/** Serves the built web client; any page address gives its one HTML file. */
export async function registerWebRoutes(
  app: FastifyInstance,
  { folder }: { folder: string },
): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: setCaching,
  });
  app.get('/*', (request, reply) => {
    const page = (request.headers.accept ?? '').includes('text/html');
    if (!page || request.url.startsWith('/rpc/')) return sendRefusal(reply, 'unknown_method');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
