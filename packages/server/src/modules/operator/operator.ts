import type { Clock, NewId, PersonId, Random, SessionId } from '@plaza/base';
import type { Health, PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Limits } from '../../kernel/limits/index.ts';
import { decide, no, type Outcome } from '../../kernel/rpc/index.ts';
import type { AccountControl } from '../identity/index.ts';
import { listAudit, writeAudit, type AuditLine } from './audit.ts';
import { claim, prepareClaim } from './claim.ts';
import { createHolding } from './holding.ts';
import * as store from './store.ts';

/** Figures that only other parts of the server know. */
export type Vitals = {
  version: string;
  embedded: boolean;
  bus: Health['bus'];
  memoryBytes(): number;
  sockets(): number;
  /** Counts for the screen: cheap, and so perhaps a little old. */
  chat(): Promise<{ conversations: number; messages: number }>;
};

export type OperatorDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  newId: NewId;
  jobs: Pick<Jobs, 'every' | 'waiting'>;
  limits: Pick<Limits, 'report' | 'factor'>;
  control: AccountControl;
  getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>>;
  /** Writes down why a person was suspended, where they can read it and appeal. */
  giveReasons(tx: Tx, given: OnPerson): Promise<void>;
  vitals: Vitals;
  /** Where people open the server, without a slash at the end. */
  publicUrl: string;
};

export type OnPerson = { actorId: PersonId; personId: PersonId; reason: string };

/** Does something to another person's account and writes it down, both or neither. */
function onPerson<T, Reason extends string = 'person_not_found'>(
  deps: OperatorDeps,
  action: store.Action,
  act: (tx: Tx, personId: PersonId, actorId: PersonId) => Promise<Outcome<T, Reason>>,
  after: (tx: Tx, given: OnPerson) => Promise<void> = async () => undefined,
) {
  return async (given: OnPerson): Promise<Outcome<T, Reason | 'self_action'>> => {
    const { actorId, personId, reason } = given;
    // An operator who locks the own account out may be the only one who could let it in again.
    if (actorId === personId) return no('self_action');
    return decide<T, Reason | 'self_action'>(deps.db, async (tx) => {
      const outcome = await act(tx, personId, actorId);
      if (outcome.ok) {
        await writeAudit(deps, tx, { actorId, action, subjectId: personId, detail: reason });
        await after(tx, given);
      }
      return outcome;
    });
  };
}

async function revokeSession(
  deps: OperatorDeps,
  { actorId, ...of }: { actorId: PersonId; personId: PersonId; sessionId: SessionId },
): Promise<Outcome<null, 'session_unknown'>> {
  return decide(deps.db, async (tx) => {
    const outcome = await deps.control.revokeSession(tx, of);
    const entry = { actorId, subjectId: of.personId, detail: of.sessionId };
    if (outcome.ok) await writeAudit(deps, tx, { ...entry, action: 'revoke_session' });
    return outcome;
  });
}

async function getHealth(deps: OperatorDeps, startedAt: Date): Promise<Health> {
  const { vitals, control, jobs } = deps;
  const [database, people, chat, jobsWaiting] = await Promise.all([
    store.readDatabase(deps.db),
    control.countPeople(),
    vitals.chat(),
    jobs.waiting(),
  ]);
  return {
    version: vitals.version,
    startedAt: startedAt.toISOString(),
    database: { ...database, embedded: vitals.embedded },
    memoryBytes: vitals.memoryBytes(),
    sockets: vitals.sockets(),
    people,
    ...chat,
    jobsWaiting,
    bus: vitals.bus,
  };
}

/** Creates the module by which operators look after the city and its people. */
export function createOperator(deps: OperatorDeps) {
  const { control, jobs, limits } = deps;
  const startedAt = deps.clock.now();
  jobs.every('operator.trimAudit', '41 3 * * *', () => store.deleteOldAudit(deps.db));
  return {
    prepareClaim: () => prepareClaim(deps),
    claim: (personId: PersonId, secret: string) => claim(deps, personId, secret),
    listPeople: control.listPeople,
    listSessions: control.listSessions,
    revokeSession: (of: { actorId: PersonId; personId: PersonId; sessionId: SessionId }) =>
      revokeSession(deps, of),
    suspend: onPerson(deps, 'suspend', control.suspend, deps.giveReasons),
    restore: onPerson(deps, 'restore', control.restore),
    appoint: onPerson(deps, 'appoint', control.appoint),
    dismiss: onPerson(deps, 'dismiss', control.dismiss),
    beginReset: onPerson(deps, 'begin_reset', control.beginReset),
    listLimits: () => ({ limits: limits.report(), factor: limits.factor }),
    getHealth: () => getHealth(deps, startedAt),
    listAudit: (cursor: string | undefined) => listAudit(deps, cursor),
    /** For what operators do in other modules, in the transaction that does it. */
    audit: (tx: Tx, entry: AuditLine) => writeAudit(deps, tx, entry),
    holding: createHolding(deps),
  };
}

export type Operator = ReturnType<typeof createOperator>;
