import { describe, expect, it } from 'vitest';
import { isConnectionError } from './connection-errors.ts';

const coded = (code: string, rest: object = {}) => Object.assign(new Error('x'), { code, ...rest });

describe('an error says that the database is away', () => {
  it.each([
    ['nobody listens', coded('ECONNREFUSED')],
    ['the line was cut', coded('ECONNRESET')],
    ['its socket is not there', coded('ENOENT', { syscall: 'connect' })],
    ['it shuts down', coded('57P01')],
    ['it starts', coded('57P03')],
    ['it is full', coded('53300')],
    ['the connection failed', coded('08006')],
    ['it went in the middle', new Error('Connection terminated unexpectedly')],
    ['no connection came free', new Error('timeout exceeded when trying to connect')],
    ['all its addresses refuse', new AggregateError([coded('ECONNREFUSED')])],
    ['something failed because of it', new Error('no', { cause: coded('57P01') })],
  ])('when %s', (_when, error) => {
    expect(isConnectionError(error)).toBe(true);
  });

  it.each([
    ['a file is missing', coded('ENOENT', { syscall: 'open' })],
    ['a key is taken', coded('23505')],
    ['a statement was cancelled', coded('57014')],
    ['something else', new Error('Connection is a fine word')],
    ['no error at all', 'ECONNREFUSED'],
  ])('not when %s', (_when, error) => {
    expect(isConnectionError(error)).toBe(false);
  });
});
