import * as contract from '@plaza/contract';
import { expect, it } from 'vitest';
import { keepAliveSeconds, maxCallPeople, maxSignals, maxTypedLength } from './limits.ts';

it('knows the limits of the server', () => {
  expect(maxCallPeople).toEqual(contract.maxCallPeople);
  expect(keepAliveSeconds).toBe(contract.keepAliveSeconds);
  expect(maxSignals).toBe(contract.maxSignals);
  expect(maxTypedLength).toBe(contract.maxTypedLength);
});
