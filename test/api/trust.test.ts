import type { CaseId } from '@plaza/base';
import type { MethodInput, ReportSubject } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { makePng } from './support/files.ts';
import { createCaller, type TestPerson } from './support/person.ts';
import { createGroup, entryOf, noId, openDirect, say, send, text } from './support/talk.ts';
import { photoOf, readsMedia, takeFile } from './support/uploads.ts';

// Reports, decisions with their reasons, and appeals.

const dayMs = 86_400_000;

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
let eve: TestPerson;
let judge: TestPerson;
let second: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
  eve = await city.signUp('Eve');
  await befriend(ana, eve, city.settle);
  judge = await city.operator();
  second = await city.operator();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const idOf = ({ me }: TestPerson) => me.personId;

function reportOf(subject: ReportSubject): MethodInput<'trust.report'> {
  return { caseId: noId<CaseId>(), subject, category: 'scam', note: 'Please look' };
}

async function report(person: TestPerson, subject: ReportSubject): Promise<CaseId> {
  const asked = reportOf(subject);
  await person.must('trust.report', asked);
  return asked.caseId;
}

type Measure = MethodInput<'trust.decideCase'>['measure'];
const reasons = { facts: 'It asked for a deposit.', ground: 'House rules, 4' };
const decisionOf = (caseId: CaseId, measure: Measure) => ({ caseId, measure, ...reasons });

async function decide(caseId: CaseId, measure: Measure, by = judge) {
  const decided = await by.must('trust.decideCase', decisionOf(caseId, measure));
  await city.settle();
  return decided.case;
}

const answerOf = (caseId: CaseId, outcome: 'upheld' | 'reversed') => ({
  ...{ caseId, outcome, answer: 'We looked again.' },
});

/** A message of Ana's that Wei has reported. */
async function reportedMessage() {
  const conversationId = await createGroup(ana, [wei, eve], 'Market');
  await say(wei, conversationId, 'Is it still there?');
  const seq = await say(ana, conversationId, 'Send me a deposit first');
  const subject = { kind: 'message', conversationId, seq } as const;
  return { conversationId, seq, subject, caseId: await report(wei, subject) };
}

describe('a report', () => {
  it('of a message shows the operator what its maker saw, also when it is recalled', async () => {
    const { conversationId, seq, caseId, subject } = await reportedMessage();
    await ana.must('chat.recallMessage', { conversationId, seq });
    const { cases, waiting } = await judge.must('trust.listCases', { state: 'open' });
    expect(waiting).toBeGreaterThan(0);
    const found = cases.find((each) => each.caseId === caseId);
    expect(found).toMatchObject({
      ...{ subject, category: 'scam', note: 'Please look', groupName: 'Market', state: 'open' },
      ...{ reporter: wei.card, accused: ana.card, statement: null, alike: 0 },
    });
    const words = found?.evidence.map(({ body }) =>
      body.type === 'message' ? body.message : body.type,
    );
    expect(words).toContainEqual(text('Send me a deposit first'));
    expect(words).toContainEqual(text('Is it still there?'));
    const { receipts } = await wei.must('trust.listMyReports', {});
    expect(receipts.find((each) => each.caseId === caseId)).toMatchObject({
      ...{ state: 'open', measure: null, subject },
    });
    const mine = await ana.must('trust.listMyReports', {});
    expect(mine.receipts.filter((each) => each.caseId === caseId)).toEqual([]);
  });

  it('is made once under its id, and the id is nobody else’s', async () => {
    const asked = reportOf({ kind: 'person', personId: idOf(ana) });
    const { receipt } = await wei.must('trust.report', asked);
    expect(await wei.must('trust.report', { ...asked, note: 'Again' })).toEqual({ receipt });
    expect(await eve.refused('trust.report', asked)).toBe('subject_unknown');
    await decide(asked.caseId, 'none');
  });

  it('is of what one sees, and not of oneself', async () => {
    const conversationId = await openDirect(ana, wei);
    const seq = await say(ana, conversationId, 'Between us');
    const refused = (person: TestPerson, subject: ReportSubject) =>
      person.refused('trust.report', reportOf(subject));
    const message = { kind: 'message', conversationId, seq } as const;
    expect(await refused(eve, message)).toBe('subject_unknown');
    expect(await refused(ana, message)).toBe('self_action');
    expect(await refused(wei, { ...message, seq: seq + 5 })).toBe('subject_unknown');
    expect(await refused(eve, { kind: 'group', conversationId })).toBe('subject_unknown');
    // Two people are no group.
    expect(await refused(wei, { kind: 'group', conversationId })).toBe('subject_unknown');
    expect(await refused(wei, { kind: 'person', personId: idOf(wei) })).toBe('self_action');
    expect(await refused(wei, { kind: 'person', personId: noId() })).toBe('subject_unknown');
  });

  it('lets operators see the picture that it is about, and nobody else', async () => {
    const conversationId = await openDirect(ana, wei);
    const media = await takeFile(ana, makePng());
    const seq = await send(ana, conversationId, photoOf(media));
    expect(await readsMedia(judge, media.fileId)).toBe('file_unknown');
    const caseId = await report(wei, { kind: 'message', conversationId, seq });
    expect(await readsMedia(judge, media.fileId)).toBe('true');
    await ana.must('chat.recallMessage', { conversationId, seq });
    expect(await readsMedia(judge, media.fileId)).toBe('true');
    for (const person of [ana, wei, eve]) {
      expect(await readsMedia(person, media.fileId)).toBe('file_unknown');
    }
    await decide(caseId, 'none');
  });
});

describe('a decision', () => {
  it('removes the message, tells the accused why and each reporter that', async () => {
    const { conversationId, seq, subject, caseId } = await reportedMessage();
    const eves = await report(eve, subject);
    const sockets = [await ana.socket(), await wei.socket(), await eve.socket()] as const;
    const decided = await decide(caseId, 'remove_message');
    expect(decided).toMatchObject({ state: 'decided', decidedBy: judge.card });
    const { statement } = await sockets[0].event('trust.statementGiven');
    expect(statement).toMatchObject({
      ...{ caseId, measure: 'remove_message', category: 'scam', appeal: null, ...reasons },
      subject: 'Send me a deposit first',
    });
    expect(JSON.stringify(statement)).not.toContain(idOf(wei));
    for (const socket of sockets.slice(1)) {
      const { receipt } = await socket.event('trust.reportDecided');
      expect(receipt).toMatchObject({ state: 'decided', measure: 'remove_message', subject });
    }
    for (const socket of sockets) socket.close();
    expect((await entryOf(wei, conversationId, seq)).body).toMatchObject({
      ...{ type: 'recalled', byCity: true },
    });
    expect((await ana.must('trust.listMyStatements', {})).statements[0]).toEqual(statement);
    expect((await wei.must('trust.listMyStatements', {})).statements).toEqual([]);
    for (const id of [caseId, eves]) {
      const again = decisionOf(id, 'none');
      expect(await judge.refused('trust.decideCase', again)).toBe('case_decided');
    }
    const { cases } = await judge.must('trust.listCases', { state: 'decided' });
    const ids = cases.map((each) => each.caseId);
    expect(ids).toEqual(expect.arrayContaining([caseId, eves]));
  });

  it('is about what it can be about, of a case that there is, and not about oneself', async () => {
    const caseId = await report(wei, { kind: 'person', personId: idOf(ana) });
    for (const measure of ['remove_message', 'dissolve_group'] as const) {
      const wrong = decisionOf(caseId, measure);
      expect(await judge.refused('trust.decideCase', wrong)).toBe('invalid_choice');
    }
    await decide(caseId, 'none');
    const none = decisionOf(noId<CaseId>(), 'none');
    expect(await judge.refused('trust.decideCase', none)).toBe('case_unknown');
    const own = await report(wei, { kind: 'person', personId: idOf(judge) });
    expect(await judge.refused('trust.decideCase', decisionOf(own, 'none'))).toBe('self_action');
    await decide(own, 'none', second);
    const wrong = { state: 'open', cursor: 'nowhere' } as const;
    expect(await judge.refused('trust.listCases', wrong)).toBe('invalid');
  });

  it('dissolves a group: nobody writes any more', async () => {
    const conversationId = await createGroup(ana, [wei, eve], 'Scams');
    const caseId = await report(wei, { kind: 'group', conversationId });
    await decide(caseId, 'dissolve_group');
    const { head } = await wei.must('chat.getHead', { conversationId });
    expect(head.conversation).toMatchObject({
      dissolved: true,
      lastEntry: { body: { type: 'dissolved', byCity: true } },
    });
    const asked = { conversationId, clientId: noId<never>(), message: text('Hello?') };
    for (const person of [ana, wei]) {
      expect(await person.refused('chat.sendMessage', asked)).toBe('read_only');
    }
    const { statements } = await ana.must('trust.listMyStatements', {});
    expect(statements[0]).toMatchObject({ measure: 'dissolve_group', subject: 'Scams' });
  });
});

describe('an appeal', () => {
  it('is made once, by whom it is about, and answered by somebody else', async () => {
    const { caseId } = await reportedMessage();
    await decide(caseId, 'warn');
    const plea = { caseId, text: 'That was a joke.' };
    expect(await wei.refused('trust.appeal', plea)).toBe('case_unknown');
    expect(await ana.refused('trust.appeal', { ...plea, caseId: noId() })).toBe('case_unknown');
    const early = answerOf(caseId, 'upheld');
    expect(await second.refused('trust.decideAppeal', early)).toBe('case_unknown');
    const { statement } = await ana.must('trust.appeal', plea);
    expect(statement.appeal).toMatchObject({ text: plea.text, outcome: null });
    expect(await ana.refused('trust.appeal', plea)).toBe('appeal_pending');
    const { cases } = await second.must('trust.listCases', { state: 'appealed' });
    expect(cases.map((each) => each.caseId)).toContain(caseId);
    expect(await judge.refused('trust.decideAppeal', answerOf(caseId, 'upheld'))).toBe(
      'same_reviewer',
    );
    const closed = await second.must('trust.decideAppeal', answerOf(caseId, 'upheld'));
    expect(closed.case).toMatchObject({ state: 'closed' });
    expect(await second.refused('trust.decideAppeal', answerOf(caseId, 'upheld'))).toBe(
      'case_decided',
    );
    await city.settle();
    const { statements } = await ana.must('trust.listMyStatements', {});
    expect(statements.find((each) => each.caseId === caseId)?.appeal).toMatchObject({
      ...{ outcome: 'upheld', answer: 'We looked again.' },
    });
  });

  it('that is right lifts the suspension', async () => {
    const [bo, cy] = await city.contacts('Bo', 'Cy');
    const caseId = await report(cy, { kind: 'person', personId: idOf(bo) });
    await decide(caseId, 'suspend_person');
    expect(await bo.refused('identity.getMe', {})).toBe('unauthenticated');
    const device = { name: 'Test', kind: 'program' } as const;
    const credentials = { handle: bo.me.handle, password: bo.password, device };
    const signIn = { ...credentials, delivery: 'token' } as const;
    expect(await city.stranger.refused('identity.signIn', signIn)).toBe('suspended');
    const { token } = await city.stranger.must('identity.signIn', { ...signIn, toAppeal: true });
    const outside = createCaller(city.origin, token ?? '');
    await outside.must('trust.appeal', { caseId, text: 'It was my brother.' });
    await second.must('trust.decideAppeal', answerOf(caseId, 'reversed'));
    await city.settle();
    const back = await city.signIn(bo);
    const { statements } = await back.must('trust.listMyStatements', {});
    expect(statements[0]).toMatchObject({ caseId, appeal: { outcome: 'reversed' } });
  });

  it('comes within six months', async () => {
    const { caseId } = await reportedMessage();
    await decide(caseId, 'warn');
    city.clock.travel(184 * dayMs);
    const later = await city.signIn(ana);
    const plea = { caseId, text: 'At last' };
    expect(await later.refused('trust.appeal', plea)).toBe('appeal_too_late');
  });
});
