import { isUuid, type FileId } from '@plaza/base';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { sendRefusal } from '../http/index.ts';
import { stop, type Admission } from './admission.ts';
import { attachmentName, disposition } from './names.ts';
import { readRange } from './ranges.ts';
import type { Files, StoredFile } from './types.ts';

const mediaRate = { count: 3_000, perSeconds: 60 };

/** A file is never a page: nothing in it may run, whatever the browser takes it for. */
const filePolicy = "default-src 'none'; sandbox";

/** What a browser may show in its place; all else is a download of unnamed type. */
const inlineTypes = new Set([
  ...['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
  ...['video/mp4', 'video/webm', 'video/quicktime'],
  ...['audio/mp4', 'audio/webm', 'audio/ogg'],
]);

type MediaRequest = FastifyRequest<{
  Params: { fileId: string };
  Querystring: { name?: unknown };
}>;

/** Registers `GET /media/<fileId>`. */
export function registerMediaRoutes(
  app: FastifyInstance,
  { files, admission }: { files: Files; admission: Admission },
): void {
  app.get<{ Params: { fileId: string }; Querystring: { name?: unknown } }>(
    '/media/:fileId',
    { onRequest: admission.admit('files.media', { rate: mediaRate, strangers: true }) },
    async (request, reply) => {
      const caller = admission.callerOf(request);
      const { fileId } = request.params;
      const file = isUuid(fileId) ? await files.describe(fileId as FileId) : null;
      // To somebody who may not read it, a file does not exist.
      if (file === null || !(await files.mayRead(file, caller))) {
        const error = caller === null ? 'unauthenticated' : 'file_unknown';
        return stop(reply, () => sendRefusal(reply, error));
      }
      return sendFile({ files, file }, request, reply);
    },
  );
}

function setHeaders({ files, file }: Sending, name: unknown, reply: FastifyReply): void {
  const { revalidate = false } = files.optionsOf(file.purpose);
  const kept = revalidate ? 'no-cache' : 'max-age=31536000, immutable';
  reply.header('cache-control', `private, ${kept}`);
  reply.header('etag', `"${file.sha256}"`);
  reply.header('content-security-policy', filePolicy);
  reply.header('x-content-type-options', 'nosniff');
  reply.header('accept-ranges', 'bytes');
  const isInline = file.kind !== 'file' && inlineTypes.has(file.contentType);
  const shown = isInline ? file.contentType : 'application/octet-stream';
  reply.type(shown);
  const fileName = attachmentName(file, typeof name === 'string' ? name : '');
  reply.header('content-disposition', disposition(isInline ? 'inline' : 'attachment', fileName));
}

type Sending = { files: Files; file: StoredFile };

async function sendFile(
  sending: Sending,
  request: MediaRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { files, file } = sending;
  setHeaders(sending, request.query.name, reply);
  if (request.headers['if-none-match'] === `"${file.sha256}"`) return reply.code(304).send();
  const range = readRange(request.headers, { size: file.size, tag: `"${file.sha256}"` });
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${file.size}`);
    return reply.code(416).send();
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  if (range !== null) {
    reply.code(206).header('content-range', `bytes ${start}-${end}/${file.size}`);
  }
  reply.header('content-length', end - start + 1);
  // Of a stream the framework does not tell a length of its own.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  const opened = await files.get(file.fileId, range ?? undefined);
  if (opened === null) {
    return stop(reply.removeHeader('content-length'), () => sendRefusal(reply, 'file_unknown'));
  }
  return reply.send(opened.stream);
}
