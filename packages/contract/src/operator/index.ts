import { Type, type Static } from 'typebox';
import { changing, guessing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { me, reset, session, sessionId } from '../identity/types.ts';
import { personCard } from '../people.ts';
import { cursor, nothing, nullable, object, oneOf, personId, text, timestamp } from '../schema.ts';

const operated = object({
  person: personCard,
  role: oneOf(['resident', 'operator']),
  state: oneOf(['active', 'suspended', 'deleting']),
  createdAt: timestamp,
  lastSeenAt: nullable(timestamp),
  sessionCount: Type.Integer({ minimum: 0 }),
});
export type OperatedPerson = Static<typeof operated>;

const auditEntry = object({
  auditId: text(60),
  at: timestamp,
  actor: nullable(personCard),
  action: text(60),
  subject: nullable(personCard),
  detail: text(300, 0),
});
export type AuditEntry = Static<typeof auditEntry>;

const methodLimit = object({
  method: text(80),
  scope: oneOf(['person', 'address']),
  count: Type.Integer({ minimum: 1 }),
  perSeconds: Type.Integer({ minimum: 1 }),
  /** Calls refused for this limit since the process started. */
  refused: Type.Integer({ minimum: 0 }),
});

const health = object({
  version: text(40),
  startedAt: timestamp,
  database: object({ version: text(100), embedded: Type.Boolean(), sizeBytes: Type.Integer() }),
  memoryBytes: Type.Integer({ minimum: 0 }),
  sockets: Type.Integer({ minimum: 0 }),
  people: Type.Integer({ minimum: 0 }),
  conversations: Type.Integer({ minimum: 0 }),
  messages: Type.Integer({ minimum: 0 }),
  jobsWaiting: Type.Integer({ minimum: 0 }),
  bus: oneOf(['in-process', 'nats']),
});
export type Health = Static<typeof health>;

const reasoned = object({ personId, reason: text(300) });
const ofPerson = ['person_not_found', 'self_action'] as const;
const reads = { auth: 'operator', limit: reading } as const;
const changes = { auth: 'operator', limit: changing } as const;

export const operatorMethods = {
  claim: command('operator.claim', {
    summary: 'Makes the signed-in person the operator, with the one-time link of an empty server.',
    input: object({ secret: text(100) }),
    output: me,
    refusals: ['claim_rejected'],
    auth: 'person',
    limit: guessing,
  }),
  listPeople: query('operator.listPeople', {
    summary: 'People of the city, by part of handle or name, 50 a page.',
    input: object({ search: Type.Optional(text(60)), cursor: Type.Optional(cursor) }),
    output: object({ people: Type.Array(operated, { maxItems: 50 }), next: nullable(cursor) }),
    refusals: [],
    ...reads,
  }),
  listSessions: query('operator.listSessions', {
    summary: 'The signed-in devices of a person.',
    input: object({ personId }),
    output: object({ sessions: Type.Array(session) }),
    refusals: ['person_not_found'],
    ...reads,
  }),
  revokeSession: command('operator.revokeSession', {
    summary: 'Signs a device of a person out.',
    input: object({ personId, sessionId }),
    output: nothing,
    refusals: ['session_unknown'],
    ...changes,
  }),
  suspend: command('operator.suspend', {
    summary: 'Suspends a person with a reason: all devices are signed out.',
    input: reasoned,
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  restore: command('operator.restore', {
    summary: 'Lifts a suspension.',
    input: reasoned,
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  appoint: command('operator.appoint', {
    summary: 'Makes a person an operator too: with several, one reviews what another decided.',
    input: reasoned,
    output: nothing,
    refusals: [...ofPerson, 'suspended'],
    ...changes,
  }),
  dismiss: command('operator.dismiss', {
    summary: 'Makes an operator a resident again. Nobody can do it to themselves: one stays.',
    input: reasoned,
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  beginReset: command('operator.beginReset', {
    summary: 'Starts an assisted reset: a one-time secret that works only after the waiting time.',
    input: reasoned,
    output: object({ reset, secret: text(100) }),
    refusals: ofPerson,
    ...changes,
  }),
  listLimits: query('operator.listLimits', {
    summary: 'The limit of each method and how often it refused.',
    input: nothing,
    output: object({ limits: Type.Array(methodLimit), factor: Type.Number() }),
    refusals: [],
    ...reads,
  }),
  getHealth: query('operator.getHealth', {
    summary: 'How the server is doing.',
    input: nothing,
    output: health,
    refusals: [],
    ...reads,
  }),
  listAudit: query('operator.listAudit', {
    summary: 'What operators did, newest first, 50 a page.',
    input: object({ cursor: Type.Optional(cursor) }),
    output: object({ entries: Type.Array(auditEntry, { maxItems: 50 }), next: nullable(cursor) }),
    refusals: [],
    ...reads,
  }),
} as const;
