import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { docsPolicy } from './headers.ts';

const viewerFolder = path.dirname(
  createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'),
);

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plaza: the public interface</title>
<link rel="stylesheet" href="/docs/viewer/swagger-ui.css">
</head>
<body>
<main id="viewer"></main>
<script src="/docs/viewer/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#viewer',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: false,
});
`;

/** `GET /openapi.json` and its viewer at `/docs`, all served from here. */
export async function registerDocsRoutes(
  app: FastifyInstance,
  { openapiFile }: { openapiFile: string },
): Promise<void> {
  app.get('/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(await readFile(openapiFile, 'utf8')),
  );
  await app.register(async (docs) => {
    docs.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', docsPolicy);
    });
    docs.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
    docs.get('/docs/start.js', (_request, reply) => reply.type('text/javascript').send(start));
    await docs.register(fastifyStatic, {
      root: viewerFolder,
      prefix: '/docs/viewer/',
      decorateReply: false,
      index: false,
      allowedPath: (file) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(file),
    });
  });
}
