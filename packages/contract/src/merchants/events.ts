import { Type } from 'typebox';
import { event } from '../event.ts';
import { object } from '../schema.ts';
import { merchantId, merchantOrder, ownMerchant, payable, payout } from './types.ts';

export const merchantsEvents = {
  orderChanged: event('merchants.orderChanged', {
    channel: 'personal',
    summary: 'An order of a merchant of mine was paid, refunded, or is no longer asking.',
    payload: object({ order: merchantOrder }),
  }),
  askingChanged: event('merchants.askingChanged', {
    channel: 'personal',
    summary: 'An order waits for my yes, or does so no longer: then its state is not `asking`.',
    payload: object({ payable }),
  }),
  payoutChanged: event('merchants.payoutChanged', {
    channel: 'personal',
    summary: 'A payout to me waits for my yes, or does so no longer.',
    payload: object({ payout }),
  }),
  mineChanged: event('merchants.mineChanged', {
    channel: 'personal',
    summary: 'I was invited to a merchant, or what it is and what I am there changed.',
    payload: object({ merchant: ownMerchant }),
  }),
  left: event('merchants.left', {
    channel: 'personal',
    summary: 'I am no longer somebody at a merchant.',
    payload: object({ merchantId, removed: Type.Boolean() }),
  }),
} as const;
