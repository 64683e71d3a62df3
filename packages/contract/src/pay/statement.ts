import { Type } from 'typebox';
import { reading } from '../limits.ts';
import { query } from '../method.ts';
import { cursor, nullable, object, personId, text, timestamp } from '../schema.ts';
import { currencyCode, statementKind, statementLine } from './types.ts';

/** Lines of a page, unless more are asked for. */
export const statementPage = 50;
const longestPage = 200;

const time = (description: string) => Type.Optional({ ...timestamp, description });

export const payStatementMethods = {
  listStatement: query('pay.listStatement', {
    summary: 'My statement in a currency, newest first, a page at a time; all filters must fit.',
    input: object({
      currency: currencyCode,
      kind: Type.Optional(statementKind),
      kinds: Type.Optional(
        Type.Array(statementKind, {
          ...{ minItems: 1, maxItems: 60, uniqueItems: true },
          description: 'Lines of any of these kinds.',
        }),
      ),
      text: Type.Optional({
        ...text(60),
        description: 'In the note or in the name of the other person, or the amount itself.',
      }),
      people: Type.Optional(
        Type.Array(personId, {
          ...{ maxItems: 50, uniqueItems: true },
          description: 'Whom the caller knows by this text: what it calls them the server may not.',
        }),
      ),
      since: time('Not before this time.'),
      until: time('Before this time.'),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: longestPage, description: 'Lines of the page: 50.' }),
      ),
      cursor: Type.Optional(cursor),
    }),
    output: object({
      lines: Type.Array(statementLine, { maxItems: longestPage }),
      next: nullable(cursor),
    }),
    refusals: ['wrong_currency'],
    auth: 'person',
    limit: reading,
  }),
  sumStatement: query('pay.sumStatement', {
    summary:
      'What came and went in periods that follow each other, such as the months of the caller’s ' +
      'calendar, by kind of line.',
    input: object({
      currency: currencyCode,
      bounds: Type.Array(timestamp, {
        ...{ minItems: 2, maxItems: 25 },
        description: 'Rising: where each period begins, and the last one ends.',
      }),
    }),
    output: object({
      periods: Type.Array(
        object({
          from: timestamp,
          /** Only kinds of which there was a line. */
          sums: Type.Array(
            object({
              kind: statementKind,
              amountMinor: Type.Integer({
                minimum: -Number.MAX_SAFE_INTEGER,
                maximum: Number.MAX_SAFE_INTEGER,
              }),
              lines: Type.Integer({ minimum: 1 }),
            }),
          ),
        }),
        { maxItems: 24 },
      ),
    }),
    refusals: ['wrong_currency'],
    auth: 'person',
    limit: reading,
  }),
} as const;
