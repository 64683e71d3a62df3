import type { EventsDocument } from '../generate/events.ts';
import type { OpenApi, Operation } from '../generate/openapi.ts';
import type { Schema } from '../generate/schema.ts';
import { compareSchemas } from './compare-schema.ts';
import type { Resolve } from './compare-schema.ts';

/** What a release promised: its two generated documents. */
export interface Interface {
  readonly api: Pick<OpenApi, 'paths' | 'components'>;
  readonly socket: Pick<EventsDocument, 'events' | 'frames' | '$defs'>;
}

/** Every breaking change from one version of the interface to another, as sentences. */
export function compareInterfaces(was: Interface, is: Interface): string[] {
  return [...compareMethods(was, is), ...compareEvents(was, is), ...compareFrames(was, is)];
}

function compareMethods(was: Interface, is: Interface): string[] {
  const [resolveOld, resolveNew] = [resolver(was), resolver(is)];
  return Object.entries(was.api.paths).flatMap(([path, { post: old }]) => {
    const now = is.api.paths[path]?.post;
    if (now === undefined) return [`${path}: removed`];
    const pair = (read: (operation: Operation) => Schema) =>
      [
        { schema: read(old), resolve: resolveOld },
        { schema: read(now), resolve: resolveNew },
      ] as const;
    return [
      ...compareTerms(path, old, now),
      ...compareSchemas(...pair(inputOf), `${path} input`, 'input'),
      ...compareSchemas(...pair(outputOf), `${path} output`, 'output'),
    ];
  });
}

/** Who may call, and by which way; a new refusal is allowed, for clients show its sentence. */
function compareTerms(path: string, old: Operation, now: Operation): string[] {
  const before = old['x-plaza'];
  const after = now['x-plaza'];
  const rank = { public: 0, person: 1, operator: 2 } as const;
  return [
    ...(rank[after.auth] > rank[before.auth] ? [`${path}: now only for ${after.auth}`] : []),
    ...(before.transport === 'both' && after.transport !== 'both'
      ? [`${path}: no longer on the socket`]
      : []),
    ...(before.kind === after.kind ? [] : [`${path}: was a ${before.kind}, is a ${after.kind}`]),
  ];
}

function compareEvents(was: Interface, is: Interface): string[] {
  const [resolveOld, resolveNew] = [resolver(was), resolver(is)];
  return Object.entries(was.socket.events).flatMap(([name, old]) => {
    const now = is.socket.events[name];
    if (now === undefined) return [`event ${name}: removed`];
    const moved = old.channel === now.channel ? [] : [`event ${name}: now ${now.channel}`];
    const before = { schema: old.payload, resolve: resolveOld };
    const after = { schema: now.payload, resolve: resolveNew };
    return [...moved, ...compareSchemas(before, after, `event ${name}`, 'output')];
  });
}

function compareFrames(was: Interface, is: Interface): string[] {
  const directions = { client: 'input', server: 'output' } as const;
  return (['client', 'server'] as const).flatMap((side) => {
    const before = { schema: was.socket.frames[side], resolve: resolver(was) };
    const after = { schema: is.socket.frames[side], resolve: resolver(is) };
    return compareSchemas(before, after, `frames of the ${side}`, directions[side]);
  });
}

function inputOf(operation: Operation): Schema {
  return operation.requestBody.content['application/json'].schema;
}

function outputOf(operation: Operation): Schema {
  const reply = operation.responses['200'];
  return reply !== undefined && 'content' in reply ? reply.content['application/json'].schema : {};
}

/** Both documents name their structures alike, so one resolver serves their references. */
function resolver({ api, socket }: Interface): Resolve {
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
    const isSocket = schema.$ref.startsWith('#/$defs/');
    const found = isSocket ? socket.$defs[name] : api.components.schemas[name];
    if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
    return resolve(found);
  };
  return resolve;
}
