/** The part of JSON Schema that the contract uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
}

/** Pure data without the schema library's own symbols, so that equal schemas compare equal. */
export function plain(schema: unknown): Schema {
  return JSON.parse(JSON.stringify(schema)) as Schema;
}

/** True for a schema worth a name of its own: an object with fields, or a choice between some. */
export function isNameable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const schema = value as Schema;
  if (schema.type === 'object') return Object.keys(schema.properties ?? {}).length > 0;
  return Array.isArray(schema.anyOf) && schema.anyOf.every((part) => part.type === 'object');
}
