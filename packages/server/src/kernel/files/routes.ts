import type { FastifyInstance } from 'fastify';
import { sendRefusal } from '../http/index.ts';
import type { Caller } from '../rpc/index.ts';
import { createAdmission, stop, type AdmissionDeps } from './admission.ts';
import { cleanImage } from './images.ts';
import { registerMediaRoutes } from './media-routes.ts';
import { createTus } from './tus.ts';
import type { Files } from './types.ts';
import { registerUploadRoutes } from './upload-routes.ts';
import type { Uploads } from './uploads.ts';

export type FileRoutesDeps = AdmissionDeps & { files: Files; uploads: Uploads };

const maxUploadBytes = 2 * 1024 * 1024;
const uploadRate = { count: 30, perSeconds: 600 };

/** Registers `POST /upload`, `/uploads` (tus 1.0) and `GET /media/<fileId>`. */
export function registerFileRoutes(app: FastifyInstance, deps: FileRoutesDeps): void {
  const { files } = deps;
  const admission = createAdmission(deps);
  registerMediaRoutes(app, { files, admission });
  registerUploadRoutes(app, { tus: createTus(deps.uploads), admission });

  void app.register(async (scope) => {
    // The body is the file, whatever type it claims to have.
    scope.removeAllContentTypeParsers();
    const parser = { parseAs: 'buffer', bodyLimit: maxUploadBytes } as const;
    scope.addContentTypeParser('*', parser, (_request, body, done) => done(null, body));
    scope.post<{ Querystring: { purpose?: unknown } }>(
      '/upload',
      {
        bodyLimit: maxUploadBytes,
        onRequest: admission.admit('files.upload', { rate: uploadRate, strangers: false }),
      },
      async (request, reply) => {
        const { purpose } = request.query;
        const isOpen = typeof purpose === 'string' && files.isAllowed(purpose);
        if (!isOpen || files.optionsOf(purpose).resumableOnly === true) {
          return stop(reply, () => sendRefusal(reply, 'invalid', { reason: 'unknown_purpose' }));
        }
        const image = cleanImage(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
        if (!image.ok) return stop(reply, () => sendRefusal(reply, image.reason, image.details));
        const { contentType, bytes, width, height } = image.value;
        const { personId: ownerId } = admission.callerOf(request) as Caller;
        const label = { contentType, purpose, ownerId, width, height };
        const fileId = await files.put(bytes, label);
        reply.header('cache-control', 'no-store');
        return { fileId, contentType, size: bytes.byteLength, width, height };
      },
    );
  });
}
