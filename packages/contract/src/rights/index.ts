import { typedPassword } from '../identity/types.ts';
import { command, query } from '../method.ts';
import { reading } from '../limits.ts';
import { nothing, nullable, object, text, timestamp } from '../schema.ts';
import { Type, type Static } from 'typebox';

/** A kind of data that the city keeps of a person; the list is made from what modules register. */
const holding = object({
  module: text(40),
  title: text(80),
  why: text(300),
  keptFor: text(200),
  onErasure: text(300),
});
export type Holding = Static<typeof holding>;

const rarely = { person: { count: 10, perSeconds: 600 } };

export const rightsMethods = {
  listHoldings: query('rights.listHoldings', {
    summary: 'What the city keeps of me, why, and until when.',
    input: nothing,
    output: object({ holdings: Type.Array(holding), deletionAt: nullable(timestamp) }),
    refusals: [],
    auth: 'person',
    whileSuspended: true,
    limit: reading,
  }),
  beginExport: command('rights.beginExport', {
    summary: 'Gives the path from which this session downloads my data as one ZIP, once.',
    input: nothing,
    output: object({ path: text(200) }),
    refusals: ['export_running'],
    auth: 'person',
    whileSuspended: true,
    limit: rarely,
  }),
  requestDeletion: command('rights.requestDeletion', {
    summary: 'Asks to erase the account after 30 days; until then it can be taken back.',
    input: object({ currentPassword: nullable(typedPassword) }),
    output: object({ deletionAt: timestamp }),
    refusals: ['deletion_pending', 'wrong_credentials', 'sign_in_locked'],
    auth: 'person',
    limit: rarely,
  }),
  cancelDeletion: command('rights.cancelDeletion', {
    summary: 'Keeps the account after all.',
    input: nothing,
    output: nothing,
    refusals: ['deletion_unknown'],
    auth: 'person',
    limit: rarely,
  }),
} as const;
