import { commonRefusals, refusals } from '@plaza/contract';
import type { Limit, Rate } from '@plaza/contract';
import { describeSchema, fieldTable } from './describe.ts';
import type { EventsDocument } from './events.ts';
import type { OpenApi, Operation } from './openapi.ts';
import type { Schema } from './schema.ts';

const notice =
  '<!-- Written by `npm run generate` from packages/contract. Change that instead. -->';

/** The pages of docs/protocol, by file name. */
export function protocolPages(api: OpenApi, socket: EventsDocument): Record<string, string> {
  const operations = Object.values(api.paths).map((path) => path.post);
  const features = [...Map.groupBy(operations, (operation) => operation.tags[0] ?? '')];
  return {
    'README.md': indexPage(features),
    ...Object.fromEntries(features.map(([name, list]) => [`${name}.md`, featurePage(name, list)])),
    'types.md': typesPage(api.components.schemas),
    'socket.md': socketPage(socket),
    'refusals.md': refusalsPage(operations),
  };
}

type Features = readonly (readonly [string, readonly Operation[]])[];

const introduction = [
  'Every method is `POST /rpc/<name>` with a JSON object as its body; those marked `socket` may ' +
    'also be called in a frame of the [WebSocket](socket.md). The answer is 200 with the ' +
    'output. A [refusal](refusals.md) has a name and changes nothing; a fault is ' +
    '`{"error": "internal", "id"}` and its id is in the server’s log.',
  'A program sends `Authorization: Bearer <token>`; a browser has a cookie. Times are RFC 3339 ' +
    'in UTC, ids are UUIDs. Outputs may gain fields and words: ignore what you do not know. ' +
    'Inputs refuse fields that they do not know.',
];

function indexPage(features: Features): string {
  const lists = features.map(([name, list]) => {
    const rows = list.map(
      ({ operationId, summary }) =>
        `| [${operationId}](${name}.md#${anchor(operationId)}) | ${summary} |`,
    );
    return [
      `## [${name}](${name}.md)`,
      ['| method | what it does |', '|---|---|', ...rows].join('\n'),
    ];
  });
  return page('The protocol', [...introduction, ...lists.flat()]);
}

function featurePage(name: string, operations: readonly Operation[]): string {
  return page(name, operations.flatMap(methodSection));
}

function methodSection(operation: Operation): string[] {
  const { kind, auth, transport, limit, whileSuspended, refusals: names } = operation['x-plaza'];
  const way = transport === 'both' ? 'HTTP and socket' : 'HTTP';
  const who = `for: ${auth}${whileSuspended ? ', also while suspended' : ''}`;
  const facts = [`${kind}`, who, way, ...limits(limit)].join(' · ');
  const refused = names.map((refusal) => `[\`${refusal}\`](refusals.md)`).join(', ');
  return [
    `## ${operation.operationId}`,
    operation.summary,
    facts,
    ...shape('Input', operation.requestBody.content['application/json'].schema),
    ...shape('Output', outputOf(operation)),
    `**Refuses** ${refused === '' ? 'nothing of its own' : refused}.`,
  ];
}

function outputOf(operation: Operation): Schema {
  const reply = operation.responses['200'];
  return reply !== undefined && 'content' in reply ? reply.content['application/json'].schema : {};
}

function shape(title: string, schema: Schema): string[] {
  const table = fieldTable(schema);
  if (table !== '') return [`**${title}**`, table];
  const text =
    schema.$ref === undefined && schema.anyOf === undefined ? 'nothing' : describeSchema(schema);
  return [`**${title}**: ${text}.`];
}

function limits(limit: Limit): string[] {
  const tell = (rate: Rate, by: string) => `${rate.count} in ${rate.perSeconds} s per ${by}`;
  return [
    ...(limit.person ? [tell(limit.person, 'person')] : []),
    ...(limit.address ? [tell(limit.address, 'address')] : []),
  ];
}

function typesPage(schemas: Readonly<Record<string, Schema>>): string {
  const sections = Object.entries(schemas).flatMap(([name, schema]) => [
    `## ${name}`,
    fieldTable(schema) || choices(schema),
  ]);
  return page('Types', sections);
}

function choices(schema: Schema): string {
  return (schema.anyOf ?? [schema]).map((part) => `- ${describeSchema(part)}`).join('\n');
}

function socketPage(socket: EventsDocument): string {
  const codes = Object.entries(socket.closeCodes).map(([name, code]) => `| ${code} | ${name} |`);
  const events = Object.entries(socket.events).flatMap(([name, { channel, summary, payload }]) => [
    `### ${name}`,
    summary,
    `Channel: ${channel}.`,
    ...shape('Payload', payload),
  ]);
  return page('The WebSocket', [
    `One WebSocket per client at \`/socket\`. A frame is one JSON object of at most ` +
      `${socket.maxFrameBytes} bytes; \`t\` says which it is.`,
    '## Frames of a client',
    choices(socket.frames.client),
    '## Frames of the server',
    choices(socket.frames.server),
    '## Close codes',
    ['| code | why |', '|---|---|', ...codes].join('\n'),
    '## Events',
    '`personal` events have a gap-free sequence per person and can be pulled later; ' +
      '`conversation` events carry the sequence of their conversation’s log; `ephemeral` ones ' +
      'are never stored.',
    ...events,
  ]);
}

function refusalsPage(operations: readonly Operation[]): string {
  const common = new Set<string>(commonRefusals);
  const rows = Object.entries(refusals).map(([name, { status, message }]) => {
    const users = operations
      .filter((operation) => (operation['x-plaza'].refusals as readonly string[]).includes(name))
      .map(({ operationId }) => `\`${operationId}\``);
    const where = common.has(name) ? 'any method' : users.join(', ');
    return `| \`${name}\` | ${status} | ${message} | ${where} |`;
  });
  return page('Refusals', [
    'A refusal is expected, declared by its method, and changes nothing. On the wire: ' +
      '`{"error": name, "message": sentence, "details"?}` with the status below.',
    ['| name | status | sentence | from |', '|---|---|---|---|', ...rows].join('\n'),
  ]);
}

function page(title: string, blocks: readonly string[]): string {
  return `${[notice, `# ${title}`, ...blocks].join('\n\n')}\n`;
}

function anchor(name: string): string {
  return name.toLowerCase().replaceAll('.', '');
}
