import { isUuid, type FileId } from '@plaza/base';
import type { Rate } from '@plaza/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendRefusal, type AuthenticateRequest } from '../http/index.ts';
import { addressKey, type Limits, type Taken } from '../limits/index.ts';
import type { Caller } from '../rpc/index.ts';
import { cleanImage } from './images.ts';
import type { Files, StoredFile } from './types.ts';

export type FileRoutesDeps = {
  files: Files;
  authenticateRequest: AuthenticateRequest;
  limits: Limits;
};

const maxUploadBytes = 2 * 1024 * 1024;
const uploadRate = { count: 30, perSeconds: 600 };
const mediaRate = { count: 3_000, perSeconds: 60 };

type Admission = { rate: Rate; strangers: boolean };

/** A file is never a page: nothing in it may run, whatever the browser takes it for. */
const filePolicy = "default-src 'none'; sandbox";

/** Registers `POST /upload` and `GET /media/<fileId>`. */
export function registerFileRoutes(app: FastifyInstance, deps: FileRoutesDeps): void {
  const callers = new WeakMap<FastifyRequest, Caller | null>();

  /** Before the body is read, so that a stranger cannot make the server take 2 MB. */
  function admit(name: string, { rate, strangers }: Admission) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
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
    };
  }

  void app.register(async (scope) => {
    // The body is the file, whatever type it claims to have.
    scope.removeAllContentTypeParsers();
    const parser = { parseAs: 'buffer', bodyLimit: maxUploadBytes } as const;
    scope.addContentTypeParser('*', parser, (_request, body, done) => done(null, body));
    scope.post<{ Querystring: { purpose?: unknown } }>(
      '/upload',
      {
        bodyLimit: maxUploadBytes,
        onRequest: admit('files.upload', { rate: uploadRate, strangers: false }),
      },
      async (request, reply) => {
        const { purpose } = request.query;
        if (typeof purpose !== 'string' || !deps.files.isAllowed(purpose)) {
          return stop(reply, () => sendRefusal(reply, 'invalid', { reason: 'unknown_purpose' }));
        }
        const image = cleanImage(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
        if (!image.ok) return stop(reply, () => sendRefusal(reply, image.reason, image.details));
        const { contentType, bytes, width, height } = image.value;
        const ownerId = (callers.get(request) as Caller).personId;
        const fileId = await deps.files.put(bytes, { contentType, purpose, ownerId });
        reply.header('cache-control', 'no-store');
        return { fileId, contentType, size: bytes.byteLength, width, height };
      },
    );
  });

  app.get<{ Params: { fileId: string } }>(
    '/media/:fileId',
    { onRequest: admit('files.media', { rate: mediaRate, strangers: true }) },
    async (request, reply) => {
      const caller = callers.get(request) ?? null;
      const { fileId } = request.params;
      const file = isUuid(fileId) ? await deps.files.describe(fileId as FileId) : null;
      // To somebody who may not read it, a file does not exist.
      if (file === null || !(await deps.files.mayRead(file, caller))) {
        const error = caller === null ? 'unauthenticated' : 'file_unknown';
        return stop(reply, () => sendRefusal(reply, error));
      }
      return sendFile({ files: deps.files, file }, request, reply);
    },
  );
}

async function sendFile(
  { files, file }: { files: Files; file: StoredFile },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const tag = `"${file.sha256}"`;
  reply.header('cache-control', 'private, max-age=31536000, immutable');
  reply.header('etag', tag);
  reply.header('content-security-policy', filePolicy);
  reply.header('x-content-type-options', 'nosniff');
  if (request.headers['if-none-match'] === tag) return reply.code(304).send();
  const opened = await files.get(file.fileId);
  if (opened === null) return stop(reply, () => sendRefusal(reply, 'file_unknown'));
  reply.type(file.contentType);
  reply.header('content-length', file.size);
  reply.header('content-disposition', `inline; filename="${fileName(file)}"`);
  return reply.send(opened.stream);
}

/** In a hook or a handler: the answer is on its way, go no further. */
function stop(reply: FastifyReply, send: () => void): FastifyReply {
  reply.header('cache-control', 'no-store');
  send();
  return reply;
}

function sendTooMany(reply: FastifyReply, { retryAfterMs }: Exclude<Taken, { ok: true }>): void {
  reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  sendRefusal(reply, 'too_many_requests', { retryAfterMs });
}

function fileName({ purpose, contentType }: StoredFile): string {
  return `${purpose}.${contentType.slice(contentType.indexOf('/') + 1)}`;
}
