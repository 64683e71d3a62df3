import { event } from '../event.ts';
import { object } from '../schema.ts';
import { familyCard, familyPayment } from './types.ts';

export const familyEvents = {
  cardChanged: event('family.cardChanged', {
    channel: 'personal',
    summary: 'A family card that I gave or hold was offered, answered, changed or ended.',
    payload: object({ card: familyCard }),
  }),
  paymentChanged: event('family.paymentChanged', {
    channel: 'personal',
    summary: 'A merchant was paid by a family card that I gave or hold, or gave some of it back.',
    payload: object({ payment: familyPayment }),
  }),
} as const;
