import { event } from '../event.ts';
import { object } from '../schema.ts';
import { bill } from './types.ts';

export const billsEvents = {
  changed: event('bills.changed', {
    channel: 'personal',
    summary:
      'A bill of mine changed; carries all of it, as I see it. Of bills with many people only ' +
      'the collector is told of each payment; the others of what concerns them, and of the end.',
    payload: object({ bill }),
  }),
} as const;
