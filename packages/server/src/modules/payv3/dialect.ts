import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from './serving/endpoint.ts';
import type { Answered, Asked } from './serving/serve.ts';
import type { Payv3 } from './service.ts';
import { refuseWith, writeProblem } from './wire/problems.ts';

type Texts = Record<string, string>;

/** A repeated name is none that this dialect knows. */
function onlyTexts(values: unknown): Texts {
  const entries = Object.entries((values ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string')) as Texts;
}

function askedBy(request: FastifyRequest): Asked {
  return {
    method: request.method,
    url: request.raw.url ?? '',
    params: onlyTexts(request.params),
    query: onlyTexts(request.query),
    headers: onlyTexts(request.headers),
    body: typeof request.body === 'string' ? request.body : '',
    address: request.ip,
  };
}

function send(reply: FastifyReply, { status, headers, body }: Answered): FastifyReply {
  void reply.code(status).headers(headers);
  // Exactly the bytes that were signed.
  return status === 204 ? reply.send() : reply.type('application/json; charset=utf-8').send(body);
}

const nowhere: Endpoint = {
  method: 'GET',
  path: '/v3/*',
  answer: async () => refuseWith('METHOD_NOT_SUPPORTED'),
};

/** What the framework refuses before an endpoint is asked, in the words of the dialect. */
function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const isTheirs = (error.statusCode ?? 500) < 500;
  const code = isTheirs ? 'PARAM_ERROR' : 'SYSTEM_ERROR';
  const { status, body } = writeProblem(
    { code, detail: undefined },
    onlyTexts(request.headers)['accept-language'],
  );
  void reply.code(status).type('application/json; charset=utf-8').send(body);
}

/** Registers everything below `/v3/`: bodies are kept as they came, for signatures are of bytes. */
export async function registerPayv3(
  app: FastifyInstance,
  { payv3 }: { payv3: Pick<Payv3, 'endpoints' | 'serve' | 'fetchBill'> },
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler(sendError);
    for (const endpoint of payv3.endpoints) {
      scope.route({
        method: endpoint.method,
        url: endpoint.path,
        handler: async (request, reply) =>
          send(reply, await payv3.serve(endpoint, askedBy(request))),
      });
    }
    scope.get<{ Querystring: Texts }>('/v3/billdownload/file', async (request, reply) => {
      const file = await payv3.fetchBill(onlyTexts(request.query)['token'] ?? '');
      if (file !== null) return reply.type(file.type).send(file.body);
      const problem = writeProblem({ code: 'NO_STATEMENT_EXIST', detail: undefined }, undefined);
      return reply.code(problem.status).type('application/json').send(problem.body);
    });
    scope.all('/v3/*', async (request, reply) =>
      send(reply, await payv3.serve(nowhere, askedBy(request))),
    );
  });
}
