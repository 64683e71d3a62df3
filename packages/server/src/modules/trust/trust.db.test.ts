import type { CaseId, PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionOf, must, openTrust, reason, type TestTrust } from './testing.ts';
import { appealMs, evidenceMs } from './types.ts';

let city: TestTrust;
let ana: PersonId;
let wei: PersonId;
let judge: PersonId;
let second: PersonId;
beforeAll(async () => {
  city = await openTrust();
  [ana, wei] = [await city.person('Ana'), await city.person('Wei')];
  [judge, second] = [await city.operator(), await city.operator()];
});
afterAll(async () => city.close());

const hourMs = 3_600_000;

async function reportMessage(words = 'A deposit first') {
  const conversationId = await city.group([ana, wei]);
  const seq = await city.say(ana, conversationId, words);
  const subject = { kind: 'message', conversationId, seq } as const;
  const { receipt } = must(await city.report(wei, subject));
  return { conversationId, seq, subject, caseId: receipt.caseId };
}

const caseOf = async (caseId: CaseId) => {
  const all = 'select to_jsonb(c) as row from trust_case c where case_id = $1';
  const { rows } = await city.db.query<{ row: Record<string, any> }>(all, [caseId]);
  return rows[0]?.row ?? {};
};
const isSuspended = async (personId: PersonId) => {
  const { people } = must(await city.identity.control.listPeople({}));
  return people.find(({ person }) => person.personId === personId)?.state === 'suspended';
};
const namesOf = async (personId: PersonId) =>
  (await city.sync.pull(personId, 0)).events.map(({ name }) => name);

describe('a report', () => {
  test('is one case, however often it is sent at once', async () => {
    const { subject } = await reportMessage();
    const caseId = city.newId<CaseId>();
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => city.report(wei, subject, caseId)),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(must(outcome)))).size).toBe(1);
    expect(reason(await city.report(second, subject, caseId))).toBe('subject_unknown');
  });

  test('keeps what its maker saw, and no more than five around it', async () => {
    const conversationId = await city.group([ana, judge]);
    await city.say(ana, conversationId, 'before');
    must(await city.chat.groups.add({ viewerId: ana, conversationId }, [wei]));
    for (let n = 0; n < 7; n += 1) await city.say(ana, conversationId, `words ${n}`);
    const seq = await city.say(ana, conversationId, 'the one');
    await city.outbox.settle();
    const { receipt } = must(await city.report(wei, { kind: 'message', conversationId, seq }));
    const { evidence } = await caseOf(receipt.caseId);
    expect(evidence.map((entry: { seq: number }) => entry.seq)).toEqual(
      [5, 4, 3, 2, 1, 0].map((back) => seq - back),
    );
  });
});

describe('two operators', () => {
  test('decide one case once, also by two reports of the same thing', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { caseId, subject } = await reportMessage();
      const other = must(await city.report(second, { kind: 'person', personId: ana }));
      const again = must(await city.report(wei, subject));
      const outcomes = await Promise.all([
        city.trust.decideCase(judge, decisionOf(caseId, 'warn')),
        city.trust.decideCase(second, decisionOf(again.receipt.caseId, 'remove_message')),
      ]);
      expect(outcomes.map(reason).toSorted()).toEqual(['case_decided', 'yes']);
      const [one, two] = [await caseOf(caseId), await caseOf(again.receipt.caseId)];
      expect(one['decided_with']).toBe(two['decided_with']);
      expect([one['measure'], one['facts']]).toEqual([two['measure'], two['facts']]);
      expect((await caseOf(other.receipt.caseId))['state']).toBe('open');
      must(await city.trust.decideCase(judge, decisionOf(other.receipt.caseId, 'none')));
    }
    await city.outbox.settle();
  });

  test('answer an appeal once, and not who decided, unless nobody else is there', async () => {
    const { caseId } = await reportMessage();
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'warn')));
    must(await city.trust.appeal(ana, { caseId, text: 'No' }));
    const answer = { caseId, outcome: 'upheld', answer: 'Yes' } as const;
    expect(reason(await city.trust.decideAppeal(judge, answer))).toBe('same_reviewer');
    const outcomes = await Promise.all([
      city.trust.decideAppeal(second, answer),
      city.trust.decideAppeal(second, { ...answer, outcome: 'reversed' }),
    ]);
    expect(outcomes.map(reason).toSorted()).toEqual(['case_decided', 'yes']);
    const alone = await openTrust();
    try {
      const [kim, only] = [await alone.person('Kim'), await alone.operator()];
      const subject = { kind: 'person', personId: kim } as const;
      const { receipt } = must(await alone.report(only, subject));
      const of = { caseId: receipt.caseId };
      must(await alone.trust.decideCase(only, decisionOf(of.caseId, 'warn')));
      must(await alone.trust.appeal(kim, { ...of, text: 'No' }));
      const own = { ...of, outcome: 'upheld', answer: 'Yes' } as const;
      expect(reason(await alone.trust.decideAppeal(only, own))).toBe('yes');
    } finally {
      await alone.close();
    }
  });
});

describe('what was decided', () => {
  test('is done and told by another process, when the one that decided is gone', async () => {
    const { caseId, conversationId, seq } = await reportMessage();
    await city.outbox.stop();
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'remove_message')));
    const before = await city.chat.reading.getEntry(wei, conversationId, seq);
    expect(before?.body.type).toBe('message');
    const next = city.another();
    await next.outbox.settle();
    const after = await city.chat.reading.getEntry(wei, conversationId, seq);
    expect(after?.body).toMatchObject({ type: 'recalled', byCity: true });
    expect(await namesOf(ana)).toContain('trust.statementGiven');
    expect(await namesOf(wei)).toContain('trust.reportDecided');
    city.outbox.start();
  });

  test('is not done any more when an appeal was faster', async () => {
    const [bo, cy] = [await city.person('Bo'), await city.person('Cy')];
    const { receipt } = must(await city.report(cy, { kind: 'person', personId: bo }));
    const { caseId } = receipt;
    await city.outbox.stop();
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'suspend_person')));
    must(await city.trust.appeal(bo, { caseId, text: 'Not me' }));
    const answer = { caseId, outcome: 'reversed', answer: 'So it is' } as const;
    must(await city.trust.decideAppeal(second, answer));
    city.outbox.start();
    await city.outbox.settle();
    expect(await isSuspended(bo)).toBe(false);
  });

  test('is undone as far as it can be', async () => {
    const [bo, cy] = [await city.person('Bo'), await city.person('Cy')];
    const { receipt } = must(await city.report(cy, { kind: 'person', personId: bo }));
    const { caseId } = receipt;
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'suspend_person')));
    await city.outbox.settle();
    expect(await isSuspended(bo)).toBe(true);
    must(await city.trust.appeal(bo, { caseId, text: 'Not me' }));
    const answer = { caseId, outcome: 'reversed', answer: 'So it is' } as const;
    must(await city.trust.decideAppeal(second, answer));
    await city.outbox.settle();
    expect(await isSuspended(bo)).toBe(false);
  });
});

describe('by the clock', () => {
  test('an appeal comes within six months', async () => {
    const [early, late] = [await reportMessage(), await reportMessage()];
    for (const { caseId } of [early, late]) {
      must(await city.trust.decideCase(judge, decisionOf(caseId, 'warn')));
    }
    city.clock.skip(appealMs - hourMs);
    must(await city.trust.appeal(ana, { caseId: early.caseId, text: 'In time' }));
    city.clock.skip(2 * hourMs);
    const plea = { caseId: late.caseId, text: 'Too late' };
    expect(reason(await city.trust.appeal(ana, plea))).toBe('appeal_too_late');
  });

  test('evidence outlives a recall, and goes a year after the decision', async () => {
    const conversationId = await city.group([ana, wei]);
    const { fileId, seq } = await city.showPhoto(ana, conversationId);
    const subject = { kind: 'message', conversationId, seq } as const;
    const { caseId } = must(await city.report(wei, subject)).receipt;
    const open = await reportMessage('still open');
    must(await city.chat.changes.recall({ viewerId: ana, conversationId, seq }));
    await city.outbox.settle();
    const operator = { personId: judge, role: 'operator' } as const;
    const resident = { personId: wei, role: 'resident' } as const;
    expect(await city.reads(operator, fileId)).toBe(true);
    expect(await city.reads(resident, fileId)).toBe(false);
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'warn')));
    city.clock.skip(evidenceMs - hourMs);
    await city.run('trust.blankEvidence');
    expect(await city.reads(operator, fileId)).toBe(true);
    city.clock.skip(2 * hourMs);
    await city.run('trust.blankEvidence');
    expect(await city.reads(operator, fileId)).toBe(false);
    expect(await city.files.describe(fileId)).toBeNull();
    expect(await caseOf(caseId)).toMatchObject({ evidence: [], note: '', state: 'decided' });
    expect((await caseOf(open.caseId))['evidence']).not.toEqual([]);
  });
});

describe('on erasure', () => {
  test('reports lose their maker, and decisions whom they were about', async () => {
    const [bo, cy] = [await city.person('Bo'), await city.person('Cy')];
    const conversationId = await city.group([bo, cy]);
    const { fileId, seq } = await city.showPhoto(bo, conversationId);
    const subject = { kind: 'message', conversationId, seq } as const;
    const { caseId } = must(await city.report(cy, subject)).receipt;
    must(await city.trust.decideCase(judge, decisionOf(caseId, 'warn')));
    must(await city.trust.appeal(bo, { caseId, text: 'I am Bo' }));
    const erase = (personId: PersonId) =>
      city.db.tx((tx) => city.trust.holding.erase(tx, personId));
    await erase(cy);
    expect(await caseOf(caseId)).toMatchObject({ reporter_id: null, note: '', accused_id: bo });
    await erase(bo);
    const left = await caseOf(caseId);
    expect(left).toMatchObject({ accused_id: null, evidence: [], state: 'appealed' });
    for (const gone of ['I am Bo', bo, cy]) expect(JSON.stringify(left)).not.toContain(gone);
    const { rows } = await city.db.query('select from trust_evidence_file where file_id = $1', [
      fileId,
    ]);
    expect(rows).toEqual([]);
  });
});

describe('newcomers', () => {
  test('get as much as they may of a day, however much they ask for at once', async () => {
    const kim = await city.newcomer();
    const ask = () =>
      Promise.all(Array.from({ length: 8 }, () => city.newcomers.take(kim, 'group')));
    expect((await ask()).filter(Boolean)).toHaveLength(3);
    expect(await city.newcomers.take(kim, 'request')).toBe(true);
    city.clock.skip(24 * hourMs);
    expect((await ask()).filter(Boolean)).toHaveLength(3);
    city.clock.skip(48 * hourMs);
    expect((await ask()).filter(Boolean)).toHaveLength(8);
    city.clock.skip(10 * 24 * hourMs);
    await city.run('trust.forgetNewcomers');
    const { rows } = await city.db.query('select from trust_newcomer_use');
    expect(rows).toEqual([]);
  });

  test('are no operators', async () => {
    const operator = await city.newcomer();
    expect(await city.newcomers.isNew(operator)).toBe(true);
    await city.operator(operator);
    expect(await city.newcomers.isNew(operator)).toBe(false);
    expect(await city.newcomers.isNew(city.newId<PersonId>())).toBe(false);
  });
});
