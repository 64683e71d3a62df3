import { commonRefusals, methods, refusals } from '@plaza/contract';
import type { Method, RefusalName } from '@plaza/contract';
import { components } from './components.ts';
import type { Components } from './components.ts';
import type { Schema } from './schema.ts';

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly object[];
  readonly requestBody: { readonly required: true; readonly content: Content };
  readonly responses: Responses;
  readonly 'x-plaza': Pick<
    Method,
    'kind' | 'auth' | 'limit' | 'transport' | 'refusals' | 'whileSuspended'
  >;
}

type Reply = { readonly description: string; readonly content: Content };
type Responses = Readonly<Record<string, Reply | { readonly $ref: string }>>;
type Content = { readonly 'application/json': { readonly schema: Schema } };

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: object;
  readonly tags: readonly object[];
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Responses;
  };
}

const description = [
  'Every method is `POST /rpc/<name>` with a JSON object. An answer is 200 with the output.',
  'A refusal is expected, changes nothing, and has a name: `{error, message, details}`.',
  'A fault is `{error: "internal", id}`; the id is in the log of the server.',
  'Outputs may gain fields and words later: ignore what you do not know.',
].join(' ');

/** The OpenAPI 3.1 document of the whole public interface. */
export function openApi(version: string): OpenApi {
  const parts = components('#/components/schemas/');
  const features = [...new Set(methods.map(({ name }) => featureOf(name)))];
  return {
    openapi: '3.1.0',
    info: { title: 'Plaza', version, description, license: { name: 'Apache-2.0' } },
    tags: features.map((name) => ({ name })),
    paths: Object.fromEntries(
      methods.map((method) => [`/rpc/${method.name}`, { post: operation(method, parts) }]),
    ),
    components: {
      schemas: { ...parts.schemas, Fault: fault },
      responses: { ...commonResponses(), Fault: faultReply },
      ...securitySchemes,
    },
  };
}

const securitySchemes = {
  securitySchemes: {
    token: { type: 'http', scheme: 'bearer', description: 'The token of a session.' },
  },
};

const fault: Schema = {
  type: 'object',
  required: ['error', 'id'],
  properties: { error: { const: 'internal' }, id: { type: 'string' } },
};

function operation(method: Method, parts: Components): Operation {
  const { kind, auth, limit, transport, whileSuspended } = method;
  return {
    operationId: method.name,
    tags: [featureOf(method.name)],
    summary: method.summary,
    security: auth === 'public' ? [] : [{ token: [] }],
    requestBody: { required: true, content: json(parts.refer(method.input)) },
    responses: {
      '200': { description: 'Done.', content: json(parts.refer(method.output)) },
      ...refusalResponses(method),
      '500': { $ref: '#/components/responses/Fault' },
    },
    'x-plaza': {
      ...{ kind, auth, limit, transport, refusals: method.refusals },
      ...(whileSuspended ? { whileSuspended } : {}),
    },
  };
}

const faultReply: Reply = {
  description: 'A fault of the server.',
  content: json({ $ref: '#/components/schemas/Fault' }),
};

/** Refusals by status. What any method may answer is written once and referred to. */
function refusalResponses(method: Method): Responses {
  const own = new Set<number>(method.refusals.map((name) => refusals[name].status));
  const names = [...new Set<RefusalName>([...method.refusals, ...commonRefusals])];
  return Object.fromEntries(
    byStatus(names).map(([status, group]) => [
      String(status),
      own.has(status) ? reply(group) : { $ref: `#/components/responses/Common${status}` },
    ]),
  );
}

function commonResponses(): Responses {
  const groups = byStatus(commonRefusals);
  return Object.fromEntries(groups.map(([status, group]) => [`Common${status}`, reply(group)]));
}

function byStatus(names: readonly RefusalName[]): [number, RefusalName[]][] {
  const groups = Map.groupBy(names, (name): number => refusals[name].status);
  return [...groups].toSorted(([a], [b]) => a - b);
}

function reply(names: readonly RefusalName[]): Reply {
  const description = names.map((name) => `${name}: ${refusals[name].message}`).join(' ');
  return { description, content: json(refusalSchema(names)) };
}

function refusalSchema(names: readonly RefusalName[]): Schema {
  return {
    type: 'object',
    required: ['error', 'message'],
    properties: {
      error: { type: 'string', enum: names },
      message: { type: 'string' },
      details: {},
    },
  };
}

function json(schema: Schema): Content {
  return { 'application/json': { schema } };
}

function featureOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
