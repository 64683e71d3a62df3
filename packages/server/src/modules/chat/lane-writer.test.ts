import { expect, test } from 'vitest';
import { classify } from './lane-writer.ts';

test.each([
  [{ code: '23505' }, 'again'],
  [{ code: '40P01' }, 'again'],
  [{ code: '57P01' }, 'connection'],
  [{ code: '22P05' }, 'fault'],
  // A connection that breaks while it is written to: nobody knows what became of the batch.
  [{ code: 'EPIPE' }, 'connection'],
  [{ code: 'ECONNRESET' }, 'connection'],
  [new Error('Connection terminated unexpectedly'), 'connection'],
])('%j is taken for: %s', (error, failure) => expect(classify(error)).toBe(failure));
