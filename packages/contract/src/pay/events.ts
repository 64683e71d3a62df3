import { event } from '../event.ts';
import { object } from '../schema.ts';
import { approvalMeans, transfer, wallet } from './types.ts';

export const payEvents = {
  walletChanged: event('pay.walletChanged', {
    channel: 'personal',
    summary: 'My balance or the state of my wallet changed; carries all of the wallet.',
    payload: object({ wallet }),
  }),
  transferChanged: event('pay.transferChanged', {
    channel: 'personal',
    summary: 'A transfer of mine, sent or received, changed its state; carries all of it.',
    payload: object({ transfer }),
  }),
  approvalChanged: event('pay.approvalChanged', {
    channel: 'personal',
    summary: 'How I approve payments changed: a PIN was set, locked, or is to be reset.',
    payload: object({ approval: approvalMeans }),
  }),
} as const;
