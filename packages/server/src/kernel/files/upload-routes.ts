import { refusals, type RefusalName } from '@plaza/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PassThrough, Readable } from 'node:stream';
import type { Caller } from '../rpc/index.ts';
import type { Admission } from './admission.ts';
import type { Tus } from './tus.ts';

const beginRate = { count: 240, perSeconds: 60 };
const partRate = { count: 3_000, perSeconds: 60 };

/** What the library says, by the status that it says it with. */
const byStatus: Record<number, RefusalName> = {
  404: 'upload_unknown',
  // What an older request of the same device still wrote: how far it came is to be asked again.
  409: 'unavailable',
  410: 'upload_unknown',
  413: 'too_large',
  423: 'unavailable',
  503: 'unavailable',
};

const passedOn = ['location', 'tus-resumable', 'tus-version', 'tus-extension', 'tus-max-size'];
const headersOfAnswer = [...passedOn, 'upload-offset', 'upload-length', 'cache-control'];

/** The body as a stream that may end early without ending the connection. */
function bodyOf(request: FastifyRequest): PassThrough {
  const body = new PassThrough();
  const { raw } = request;
  raw.pipe(body);
  raw.once('close', () => {
    if (!raw.complete) body.destroy(new Error('the client is gone'));
  });
  // Whoever reads hears of it too; without any listener it would end the process.
  body.on('error', () => undefined);
  return body;
}

function webRequest(request: FastifyRequest, body: PassThrough | null): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const { uploadId } = request.params as { uploadId?: string };
  const path = uploadId === undefined ? '' : `/${encodeURIComponent(uploadId)}`;
  return new Request(`http://localhost/uploads${path}`, {
    method: request.method,
    headers,
    ...(body === null ? {} : { body: Readable.toWeb(body) as ReadableStream, duplex: 'half' }),
  });
}

function isRefusal(name: string): name is RefusalName {
  return Object.hasOwn(refusals, name);
}

/** Tells a refusal in our form, with the status that the protocol asks for. */
function refuse(reply: FastifyReply, status: number, text: string): FastifyReply {
  const reason = text.trim();
  if (isRefusal(reason) && status === 400) {
    const { status: own, message } = refusals[reason];
    return reply.code(own).send({ error: reason, message });
  }
  const error = byStatus[status] ?? (status < 500 ? 'invalid' : 'unavailable');
  const { message } = refusals[error];
  return reply.code(status).send({ error, message, details: { reason } });
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  for (const name of headersOfAnswer) {
    const value = response.headers.get(name);
    if (value !== null) reply.header(name, value);
  }
  reply.header('cache-control', 'no-store');
  if (response.status < 400) return reply.code(response.status).send();
  return refuse(reply, response.status, await response.text());
}

/** Registers resumable uploads by tus 1.0: `/uploads` and `/uploads/<id>`. */
export function registerUploadRoutes(
  app: FastifyInstance,
  { tus, admission }: { tus: Tus; admission: Admission },
): void {
  void app.register(async (scope) => {
    // The library reads the body itself, part by part.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

    async function serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      const { personId } = admission.callerOf(request) as Caller;
      const takesBody = request.method === 'PATCH' || request.method === 'POST';
      const body = takesBody ? bodyOf(request) : null;
      try {
        return await answer(reply, await tus.handle(webRequest(request, body), personId));
      } finally {
        if (body !== null) {
          request.raw.unpipe(body);
          request.raw.resume();
        }
      }
    }

    const begin = {
      onRequest: admission.admit('files.begin', { rate: beginRate, strangers: false }),
    };
    const part = { onRequest: admission.admit('files.part', { rate: partRate, strangers: false }) };
    scope.route({ method: ['POST', 'OPTIONS'], url: '/uploads', ...begin, handler: serve });
    scope.route({
      method: ['HEAD', 'PATCH', 'DELETE'],
      url: '/uploads/:uploadId',
      ...part,
      handler: serve,
    });
  });
}
