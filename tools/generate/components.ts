import * as chat from '../../packages/contract/src/chat/types.ts';
import * as contacts from '../../packages/contract/src/contacts/index.ts';
import * as identity from '../../packages/contract/src/identity/types.ts';
import * as operator from '../../packages/contract/src/operator/index.ts';
import * as people from '../../packages/contract/src/people.ts';
import * as rights from '../../packages/contract/src/rights/index.ts';
import * as sync from '../../packages/contract/src/sync/index.ts';
import { isNameable, plain } from './schema.ts';
import type { Schema } from './schema.ts';

/** Named schemas: a structure that the contract exports is written once and referred to. */
export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Replaces every known structure inside a schema by a reference. */
  refer(schema: unknown): Schema;
}

/** Finds the contract's exported structures; `prefix` is where the document keeps them. */
export function components(prefix: string): Components {
  const exported = [people, identity, contacts, chat, sync, rights, operator].flatMap((part) =>
    Object.entries(part).filter(([, value]) => isNameable(value)),
  );
  const nameByText = new Map<string, string>();
  for (const [name, value] of exported) {
    const text = JSON.stringify(value);
    if (!nameByText.has(text)) nameByText.set(text, pascal(name));
  }
  const refer = (schema: unknown) => referIn(plain(schema), { nameByText, prefix });
  const schemas = Object.fromEntries(
    [...nameByText].map(([text, name]) => [
      name,
      referInside(JSON.parse(text) as Schema, { nameByText, prefix }),
    ]),
  );
  const sorted = Object.entries(schemas).toSorted(([a], [b]) => a.localeCompare(b));
  return { schemas: Object.fromEntries(sorted), refer };
}

interface Known {
  readonly nameByText: ReadonlyMap<string, string>;
  readonly prefix: string;
}

function referIn(schema: Schema, known: Known): Schema {
  const name = known.nameByText.get(JSON.stringify(schema));
  return name === undefined ? referInside(schema, known) : { $ref: `${known.prefix}${name}` };
}

function referInside(schema: Schema, known: Known): Schema {
  const { properties, items, anyOf, ...rest } = schema;
  return {
    ...rest,
    ...(properties && { properties: mapValues(properties, (value) => referIn(value, known)) }),
    ...(items && { items: referIn(items, known) }),
    ...(anyOf && { anyOf: anyOf.map((part) => referIn(part, known)) }),
  };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function pascal(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
