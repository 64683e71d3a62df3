import * as contract from '@plaza/contract';
import { expect, it } from 'vitest';
import * as limits from './limits.ts';

it('offers what the server allows', () => {
  const { recallMinutes, editHours, maxAdmins, timers } = contract;
  expect({ ...limits }).toEqual({ recallMinutes, editHours, maxAdmins, timers });
});
