import type { Clock, NewId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { decodeResults, encodeWork } from './codec.ts';
import type { Results, Work } from './request.ts';
import { putRequests, takeAnswers, withdrawRequests } from './store/requests.ts';
import { LedgerUnavailable } from './unavailable.ts';

const maxTogether = 1_000;

export type HandOverDeps = {
  db: Pick<Database, 'query'>;
  clock: Clock;
  newId: NewId;
  log: { warn(fields: object, text: string): void };
  patienceMs: number;
};

type Asked = {
  requestId: string;
  work: Work;
  deadlineMs: number;
  settle(results: Results): void;
  fail(error: unknown): void;
};

export type HandOver = {
  /** Gives a batch to whichever process writes, and waits for the answer. */
  ask(work: Work): Promise<Results>;
  /** Looks for answers; called when some were announced, and now and then. */
  look(): void;
  stop(): void;
};

/** Requests wait in the database, so they outlive a change of the writer. */
export function createHandOver(deps: HandOverDeps): HandOver {
  const { db, clock } = deps;
  const waiting = new Map<string, Asked>();
  const sender = createSender(db, (requestId, error) =>
    finish(requestId)?.fail(unavailable(error)),
  );
  let isLooking = false;
  let isLookWanted = false;

  function finish(requestId: string): Asked | undefined {
    const asked = waiting.get(requestId);
    waiting.delete(requestId);
    return asked;
  }

  async function lookOnce(): Promise<void> {
    const answers = await takeAnswers(db, [...waiting.keys()]);
    for (const { requestId, body } of answers) {
      const asked = finish(requestId);
      if (asked === undefined) continue;
      if (body.length === 0) asked.fail(unavailable());
      else asked.settle(decodeResults(body));
    }
  }

  async function look(): Promise<void> {
    isLookWanted = true;
    if (isLooking) return;
    isLooking = true;
    try {
      while (isLookWanted && waiting.size > 0) {
        isLookWanted = false;
        await lookOnce();
      }
      await giveUp();
    } catch (error) {
      deps.log.warn({ err: error }, 'the ledger cannot look for answers');
    }
    isLooking = false;
  }

  async function giveUp(): Promise<void> {
    const nowMs = clock.monotonicMs();
    const late = [...waiting.values()].filter(({ deadlineMs }) => deadlineMs <= nowMs);
    if (late.length === 0) return;
    for (const { requestId } of late) finish(requestId)?.fail(unavailable());
    const ids = late.map(({ requestId }) => requestId);
    await withdrawRequests(db, ids);
  }

  return {
    ask: (work) =>
      new Promise((resolve, reject) => {
        const requestId = deps.newId();
        const deadlineMs = clock.monotonicMs() + deps.patienceMs;
        const asked = { requestId, work, deadlineMs, settle: resolve, fail: reject };
        waiting.set(requestId, asked);
        sender.send(asked);
      }),
    look: () => void look(),
    stop() {
      for (const { fail } of waiting.values()) fail(unavailable());
      waiting.clear();
      sender.stop();
    },
  };
}

/** Sends what was asked while the insert before it was under way, in one insert. */
function createSender(db: HandOverDeps['db'], onLost: (requestId: string, error: unknown) => void) {
  let outgoing: Asked[] = [];
  let isSending = false;

  async function sendAll(): Promise<void> {
    isSending = true;
    // One turn later, so that everything of the same turn goes together.
    await Promise.resolve();
    while (outgoing.length > 0) {
      const batch = outgoing.splice(0, maxTogether);
      try {
        await putRequests(db, batch.map(toStored));
      } catch (error) {
        for (const { requestId } of batch) onLost(requestId, error);
      }
    }
    isSending = false;
  }

  return {
    send(asked: Asked): void {
      outgoing.push(asked);
      if (!isSending) void sendAll();
    },
    stop(): void {
      outgoing = [];
    },
  };
}

function toStored({ requestId, work }: Asked) {
  return { requestId, kind: work.kind, body: encodeWork(work) };
}

function unavailable(cause?: unknown): LedgerUnavailable {
  return new LedgerUnavailable('the process that writes the ledger has not answered', { cause });
}
