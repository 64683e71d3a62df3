import { systemClock, type PersonId } from '@plaza/base';
import { api } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedFile } from '../../kernel/holdings/index.ts';
import { createValidator } from '../../kernel/rpc/index.ts';
import { desk, must, openTestOperator, password, reason, type TestOperator } from './testing.ts';

let city: TestOperator;
let actorId: PersonId;
beforeAll(async () => {
  city = await openTestOperator();
});
afterAll(() => city[Symbol.asyncDispose]());

const why = 'Reported by three neighbours';
const entries = async () => must(await city.operator.listAudit(undefined)).entries;

describe('the first operator', () => {
  const secretOf = (link: { url: string } | null) => link?.url.split('#')[1] ?? '';

  it('is whoever opens the last printed link first', async () => {
    const [first, other] = [await city.person('Olga'), await city.person('Otto')];
    const old = secretOf(await city.operator.prepareClaim());
    const link = await city.operator.prepareClaim();
    expect(link?.url).toMatch(/^https:\/\/plaza\.example\/claim#[\w-]{43}$/);
    const { rows } = await city.db.query(`select operator_claim::text as row from operator_claim`);
    const stored = Buffer.from(secretOf(link)).toString('hex');
    expect(JSON.stringify(rows)).not.toContain(stored);
    expect(reason(await city.operator.claim(first.personId, old))).toBe('claim_rejected');
    expect(reason(await city.operator.claim(first.personId, 'nonsense'))).toBe('claim_rejected');
    expect((await city.identity.authenticate(first.secret))?.role).toBe('resident');
    const tries = [first, other].map(({ personId }) =>
      city.operator.claim(personId, secretOf(link)),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.map(reason).toSorted()).toEqual(['claim_rejected', 'yes']);
    const winner = outcomes[0]?.ok ? first : other;
    actorId = winner.personId;
    // The role counts at once, although callers are cached for a few seconds.
    expect((await city.identity.authenticate(winner.secret))?.role).toBe('operator');
    expect(await entries()).toMatchObject([
      { action: 'claim', actor: { personId: actorId }, subject: { personId: actorId } },
    ]);
    expect(await city.operator.prepareClaim()).toBeNull();
  });
});

describe('what operators do', () => {
  it('suspends: every device is out and none comes in, until it is lifted', async () => {
    const { personId, handle, secret } = await city.person('Pia');
    expect(await city.identity.authenticate(secret)).not.toBeNull();
    must(await city.operator.suspend({ actorId, personId, reason: why }));
    expect(await city.identity.authenticate(secret)).toBeNull();
    const signIn = () => city.identity.signIn({ handle, password, ...desk });
    expect(reason(await signIn())).toBe('suspended');
    const wrong = { handle, password: 'a wrong guess', ...desk };
    expect(reason(await city.identity.signIn(wrong))).toBe('wrong_credentials');
    expect(await entries()).toMatchObject([
      { action: 'suspend', detail: why, actor: { personId: actorId }, subject: { personId } },
      {},
    ]);
    must(await city.operator.restore({ actorId, personId, reason: 'A mistake' }));
    must(await signIn());
    expect((await entries())[0]).toMatchObject({ action: 'restore', detail: 'A mistake' });
  });

  it('keeps no session that was opened beside a suspension', async () => {
    const { personId, handle } = await city.person('Quin');
    const suspended = Promise.withResolvers<void>();
    const mayCommit = Promise.withResolvers<void>();
    const suspension = city.db.tx(async (tx) => {
      must(await city.identity.control.suspend(tx, personId));
      suspended.resolve();
      await mayCommit.promise;
    });
    await suspended.promise;
    const signIn = city.identity.signIn({ handle, password, ...desk });
    // Long enough to hash the password and reach the lock, or to slip in beside it.
    const early = await Promise.race([signIn, systemClock.sleep(700)]);
    expect(early).toBeUndefined();
    mayCommit.resolve();
    await suspension;
    expect(reason(await signIn)).toBe('suspended');
    expect(must(await city.operator.listSessions(personId))).toEqual([]);
  });

  it('writes nothing for what was refused', async () => {
    const before = (await entries()).length;
    const unknown = { actorId, personId: actorId.replace(/.$/, '0') as PersonId, reason: why };
    const self = { actorId, personId: actorId, reason: why };
    for (const act of ['suspend', 'restore', 'beginReset'] as const) {
      expect(reason(await city.operator[act](self))).toBe('self_action');
      const other = unknown.personId === actorId ? 'self_action' : 'person_not_found';
      expect(reason(await city.operator[act](unknown))).toBe(other);
    }
    expect(await entries()).toHaveLength(before);
  });

  it('signs a device out', async () => {
    const { personId, secret, session } = await city.person('Rea');
    expect(must(await city.operator.listSessions(personId))).toMatchObject([
      { sessionId: session.sessionId, current: false },
    ]);
    const of = { actorId, personId, sessionId: session.sessionId };
    must(await city.operator.revokeSession(of));
    expect(await city.identity.authenticate(secret)).toBeNull();
    expect(reason(await city.operator.revokeSession(of))).toBe('session_unknown');
    expect((await entries())[0]).toMatchObject({
      action: 'revoke_session',
      detail: session.sessionId,
    });
  });

  it('begins a reset that the person hears of', async () => {
    const { personId } = await city.person('Sol');
    const { reset } = must(await city.operator.beginReset({ actorId, personId, reason: why }));
    expect(await city.identity.listResets(personId)).toEqual([reset]);
    expect((await entries())[0]).toMatchObject({ action: 'begin_reset', detail: why });
  });
});

describe('the lists', () => {
  it('find people by part of handle or name, page by page', async () => {
    for (let count = 0; count < 52; count += 1) await addPerson(`paged_${count}`, 'Paged 100%');
    const first = must(await city.operator.listPeople({ search: 'PAGED' }));
    const validate = createValidator(api.operator.listPeople.output);
    expect(validate(first)).toEqual([]);
    expect(first.people).toHaveLength(50);
    const cursor = first.next ?? '';
    const second = must(await city.operator.listPeople({ search: 'paged', cursor }));
    expect(second.people.map(({ person }) => person.handle)).toEqual(['paged_1', 'paged_0']);
    expect(second.next).toBeNull();
    expect(must(await city.operator.listPeople({ search: '0%' })).people).toHaveLength(50);
    expect(must(await city.operator.listPeople({ search: 'g%d' })).people).toHaveLength(0);
    expect(reason(await city.operator.listPeople({ cursor: 'nonsense' }))).toBe('invalid');
  });

  async function addPerson(handle: string, displayName: string): Promise<void> {
    const person = { handle, displayName, locale: 'en' as const, demo: true };
    must(await city.db.tx((tx) => city.identity.createPerson(tx, person)));
  }

  it('show the state of a person', async () => {
    const { personId, handle } = await city.person('Tea');
    const state = async () =>
      must(await city.operator.listPeople({ search: handle })).people[0]?.state;
    expect(await state()).toBe('active');
    const at = new Date(city.clock.nowMs() + 1_000);
    await city.db.tx((tx) => city.identity.setDeletion(tx, { personId, at }));
    expect(await state()).toBe('deleting');
    must(await city.operator.suspend({ actorId, personId, reason: why }));
    expect(await state()).toBe('suspended');
  });

  it('tell of the server, its limits and the log as the contract says', async () => {
    const health = await city.operator.getHealth();
    expect(createValidator(api.operator.getHealth.output)(health)).toEqual([]);
    expect(health).toMatchObject({ jobsWaiting: 3, sockets: 2, messages: 5, bus: 'in-process' });
    expect(health.people).toBeGreaterThan(50);
    expect(health.database.sizeBytes).toBeGreaterThan(1_000_000);
    const limits = city.operator.listLimits();
    expect(createValidator(api.operator.listLimits.output)(limits)).toEqual([]);
    const audit = must(await city.operator.listAudit(undefined));
    expect(createValidator(api.operator.listAudit.output)(audit)).toEqual([]);
    expect(reason(await city.operator.listAudit('nonsense'))).toBe('invalid');
  });
});

describe('the audit log', () => {
  it('takes what operators do elsewhere, together with it or not at all', async () => {
    const { personId } = await city.person('Vic');
    const line = { actorId, action: 'top_up', subjectId: personId, detail: why } as const;
    await city.db.tx((tx) => city.operator.audit(tx, line));
    expect((await entries())[0]).toMatchObject({ action: 'top_up', detail: why });
    const failed = city.db.tx(async (tx) => {
      await city.operator.audit(tx, { ...line, action: 'freeze_wallet' });
      throw new Error('not done');
    });
    await expect(failed).rejects.toThrow('not done');
    expect((await entries())[0]).toMatchObject({ action: 'top_up' });
    await city.db.tx((tx) => city.operator.audit(tx, { ...line, action: 'unfreeze_wallet' }));
    await city.db.tx((tx) => city.operator.audit(tx, { ...line, actorId: null }));
    expect((await entries()).slice(0, 2)).toMatchObject([
      { actor: null, action: 'top_up' },
      { action: 'unfreeze_wallet' },
    ]);
  });

  it('cannot be changed, shortened or emptied', async () => {
    for (const statement of [
      `update operator_audit set detail = ''`,
      `delete from operator_audit`,
      `truncate operator_audit`,
    ]) {
      await expect(city.db.query(statement)).rejects.toThrow(/append-only/);
    }
  });

  it('is given to its subject, and outlives them without a name', async () => {
    const { personId } = await city.person('Uma');
    must(await city.operator.suspend({ actorId, personId, reason: why }));
    const files: ExportedFile[] = [];
    for await (const file of city.operator.holding.export(personId)) files.push(file);
    expect(files).toMatchObject([
      { path: 'actions.json', content: [{ action: 'suspend', detail: why }] },
    ]);
    await city.db.tx(async (tx) => {
      await city.operator.holding.erase(tx, personId);
      await city.identity.holding.erase(tx, personId);
    });
    const entry = (await entries()).find(({ subject }) => subject?.personId === personId);
    expect(entry?.subject).toMatchObject({ displayName: '' });
    expect(reason(await city.operator.listSessions(personId))).toBe('person_not_found');
  });
});
