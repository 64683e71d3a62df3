import { event } from '../event.ts';
import { codeUse } from './types.ts';

export const codesEvents = {
  used: event('codes.used', {
    channel: 'personal',
    summary: 'A till read my pay code: it is gone, and the payment runs, or waits for my yes.',
    payload: codeUse,
  }),
} as const;
