import type { Schema } from './schema.ts';

const uuid = '^[0-9a-f]{8}-';

/** A schema in a few words for a table of the docs, with links to the named structures. */
export function describeSchema(schema: Schema): string {
  if (schema.$ref !== undefined) return link(schema.$ref);
  if (schema.anyOf !== undefined) return schema.anyOf.map(describeSchema).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map(code).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  switch (schema.type) {
    case 'string':
      return describeText(schema);
    case 'integer':
    case 'number':
      return `${schema.type}${range(schema.minimum, schema.maximum)}`;
    case 'array':
      return describeList(schema);
    case 'object':
      return describeObject(schema);
    case undefined:
      return 'anything';
    default:
      return String(schema.type);
  }
}

function describeList(schema: Schema): string {
  const many = range(schema.minItems, schema.maxItems);
  return `list of ${describeSchema(schema.items ?? {})}${many}`;
}

function describeText(schema: Schema): string {
  if (schema.pattern?.startsWith(uuid)) return 'id';
  if (schema.pattern?.startsWith('^\\d{4}-\\d{2}-\\d{2}T')) return 'time';
  const pattern = schema.pattern === undefined ? '' : ` like ${code(schema.pattern)}`;
  return `text${range(schema.minLength, schema.maxLength)}${pattern}`;
}

function describeObject(schema: Schema): string {
  const names = Object.keys(schema.properties ?? {});
  if (names.length === 0) return 'object';
  const fields = names.map((name) => {
    const mark = schema.required?.includes(name) ? '' : '?';
    return `${name}${mark}: ${describeSchema(schema.properties?.[name] ?? {})}`;
  });
  return `{ ${fields.join(', ')} }`;
}

function range(least: number | undefined, most: number | undefined): string {
  const shownMost = most === Number.MAX_SAFE_INTEGER ? undefined : most;
  if (least !== undefined && shownMost !== undefined) {
    return least === shownMost ? ` (${least})` : ` (${least} to ${shownMost})`;
  }
  if (shownMost !== undefined) return ` (at most ${shownMost})`;
  return least === undefined || least === 0 ? '' : ` (at least ${least})`;
}

function link(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return `[${name}](types.md#${name.toLowerCase()})`;
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value.replaceAll('|', '\\|') : JSON.stringify(value)}\``;
}

/** The fields of an object as the rows of a table; empty for one without fields. */
export function fieldTable(schema: Schema): string {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return '';
  const rows = fields.map(([name, field]) => {
    const must = schema.required?.includes(name) ? 'yes' : 'no';
    const note = field.description ?? '';
    return `| \`${name}\` | ${must} | ${describeSchema(field)} | ${note} |`;
  });
  return ['| field | always | what | note |', '|---|---|---|---|', ...rows].join('\n');
}
