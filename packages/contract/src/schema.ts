import { uuidPattern, type ConversationId, type PersonId } from '@plaza/base';
import { Type, type TProperties, type TSchema, type TUnsafe } from 'typebox';

/** An object that refuses fields it does not know: a typo never passes in silence. */
export function object<P extends TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false });
}

/** An id on the wire, with its brand in the type. */
export function id<Id extends string>(description: string): TUnsafe<Id> {
  return Type.Unsafe<Id>(Type.String({ pattern: uuidPattern, description }));
}

/** One of a fixed set of words. */
export function oneOf<const W extends readonly string[]>(words: W): TUnsafe<W[number]> {
  return Type.Unsafe<W[number]>({ type: 'string', enum: [...words] } as TSchema);
}

/** A value or null. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}

export const personId = id<PersonId>('A person.');
export const conversationId = id<ConversationId>('A conversation.');

/** A point in time: RFC 3339 in UTC with milliseconds. */
export const timestamp = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'RFC 3339, UTC, milliseconds.',
});

/** A position in a gap-free log; 0 is before the first entry. */
export const sequence = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Text of at most `maxLength` code points; `minLength` 1 unless told. */
export function text(maxLength: number, minLength = 1) {
  return Type.String({ minLength, maxLength });
}

/** An opaque place to go on reading from. */
export const cursor = Type.String({ minLength: 1, maxLength: 200 });

/** The answer of a command that has nothing to say. */
export const nothing = object({});
