import type { CaseId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { entry } from '../chat/entries.ts';
import { event } from '../event.ts';
import { changing, reading } from '../limits.ts';
import { commentId, postRef } from '../moments/types.ts';
import { command, query } from '../method.ts';
import { personCard } from '../people.ts';
import {
  conversationId,
  cursor,
  id,
  nothing,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';

const caseId = id<CaseId>('A case of moderation; chosen by the reporter before the first try.');

/** What can be reported. Later features join it. */
export const reportSubject = Type.Union([
  object({ kind: Type.Literal('message'), conversationId, seq: sequence }),
  object({ kind: Type.Literal('person'), personId }),
  object({ kind: Type.Literal('group'), conversationId }),
  object({ kind: Type.Literal('post'), ...postRef.properties }),
  object({ kind: Type.Literal('comment'), ...postRef.properties, commentId }),
]);
export type ReportSubject = Static<typeof reportSubject>;

export const reportCategories = [
  'spam',
  'scam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'child_safety',
  'illegal_goods',
  'privacy',
  'other',
] as const;
const category = oneOf(reportCategories);

export const measures = [
  'none',
  /** Takes away the message, the post or the comment that it is about. */
  'remove_message',
  'warn',
  'suspend_person',
  'dissolve_group',
  /** Of the operator alone, with a reason: no report leads to it. */
  'freeze_wallet',
] as const;
const measure = oneOf(measures);

/** Why something was done, for whom it was done to (Digital Services Act, article 17). */
const statement = object({
  caseId,
  measure,
  category,
  /** What it was about, in words that do not name the reporter. */
  subject: text(300, 0),
  facts: text(2_000),
  /** The rule or the law that was broken. */
  ground: text(500),
  decidedAt: timestamp,
  appealUntil: timestamp,
  appeal: nullable(
    object({
      text: text(2_000),
      madeAt: timestamp,
      outcome: nullable(oneOf(['upheld', 'reversed'])),
      answer: text(2_000, 0),
    }),
  ),
});
export type Statement = Static<typeof statement>;

/** A report as its maker sees it. */
const receipt = object({
  caseId,
  subject: reportSubject,
  category,
  state: oneOf(['open', 'decided']),
  measure: nullable(measure),
  reportedAt: timestamp,
});
export type Receipt = Static<typeof receipt>;

/** A case as the operator sees it. */
const trustCase = object({
  caseId,
  subject: reportSubject,
  category,
  note: text(1_000, 0),
  reporter: nullable(personCard),
  /** Whose message or group it is, or the person. */
  accused: nullable(personCard),
  /** The message and some around it, as they were when it was reported. */
  evidence: Type.Array(entry, { maxItems: 11 }),
  groupName: nullable(text(60)),
  /** Other open reports of the same. */
  alike: Type.Integer({ minimum: 0 }),
  state: oneOf(['open', 'decided', 'appealed', 'closed']),
  statement: nullable(statement),
  decidedBy: nullable(personCard),
  reportedAt: timestamp,
});
export type TrustCase = Static<typeof trustCase>;

const operates = { auth: 'operator', limit: changing } as const;

export const trustMethods = {
  report: command('trust.report', {
    summary:
      'Reports a message, a person, a group, or a post or comment of Moments; the same id again ' +
      'is the same report.',
    input: object({ caseId, subject: reportSubject, category, note: text(1_000, 0) }),
    output: object({ receipt }),
    refusals: ['subject_unknown', 'self_action'],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 3600 } },
  }),
  listMyReports: query('trust.listMyReports', {
    summary: 'What I reported and what became of it, the newest 100.',
    input: nothing,
    output: object({ receipts: Type.Array(receipt, { maxItems: 100 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  listMyStatements: query('trust.listMyStatements', {
    summary: 'Decisions about me with their reasons, the newest 100.',
    input: nothing,
    output: object({ statements: Type.Array(statement, { maxItems: 100 }) }),
    refusals: [],
    auth: 'person',
    whileSuspended: true,
    limit: reading,
  }),
  appeal: command('trust.appeal', {
    summary: 'Asks that somebody else looks at a decision about me again.',
    input: object({ caseId, text: text(2_000) }),
    output: object({ statement }),
    refusals: ['case_unknown', 'appeal_pending', 'appeal_too_late'],
    auth: 'person',
    whileSuspended: true,
    limit: changing,
  }),
  listCases: query('trust.listCases', {
    summary: 'Cases for the operators: the open and the appealed first come first, 50 a page.',
    input: object({
      state: oneOf(['open', 'decided', 'appealed', 'closed']),
      cursor: Type.Optional(cursor),
    }),
    output: object({
      cases: Type.Array(trustCase, { maxItems: 50 }),
      /** How many wait: open and appealed. */
      waiting: Type.Integer({ minimum: 0 }),
      next: nullable(cursor),
    }),
    refusals: [],
    auth: 'operator',
    limit: reading,
  }),
  decideCase: command('trust.decideCase', {
    summary:
      'Decides a case and all open reports of the same thing, does what was decided, and tells ' +
      'the accused why and the reporters that.',
    input: object({
      caseId,
      measure,
      facts: text(2_000),
      ground: text(500),
    }),
    output: object({ case: trustCase }),
    refusals: ['case_unknown', 'case_decided', 'self_action', 'invalid_choice'],
    ...operates,
  }),
  decideAppeal: command('trust.decideAppeal', {
    summary:
      'Answers an appeal; by another operator than the one who decided, where there is another.',
    input: object({
      caseId,
      outcome: oneOf(['upheld', 'reversed']),
      answer: text(2_000),
    }),
    output: object({ case: trustCase }),
    refusals: ['case_unknown', 'case_decided', 'same_reviewer'],
    ...operates,
  }),
} as const;

export const trustEvents = {
  statementGiven: event('trust.statementGiven', {
    channel: 'personal',
    summary: 'A decision about me, or the answer to my appeal, with its reasons.',
    payload: object({ statement }),
  }),
  reportDecided: event('trust.reportDecided', {
    channel: 'personal',
    summary: 'What became of a report of mine.',
    payload: object({ receipt }),
  }),
} as const;
