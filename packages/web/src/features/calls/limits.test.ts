import * as contract from '@plaza/contract';
import { expect, it } from 'vitest';
import { keepAliveSeconds, maxCallPeople, maxTypedLength } from './limits.ts';

it('knows the limits of the server', () => {
  expect(maxCallPeople).toEqual(contract.maxCallPeople);
  expect(keepAliveSeconds).toBe(contract.keepAliveSeconds);
  expect(maxTypedLength).toBe(contract.maxTypedLength);
});
