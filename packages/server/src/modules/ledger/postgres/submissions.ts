import type { Clock } from '@plaza/base';
import type { HandOver } from './hand-over.ts';
import type { Lane } from './lane.ts';
import type { Request, Results, Work } from './request.ts';
import { LedgerUnavailable } from './unavailable.ts';

export type SubmissionDeps = {
  clock: Clock;
  handOver: HandOver;
  /** The lane if this process writes; null if another one does; undefined if that is not known. */
  lane(): Lane | null | undefined;
  /** Takes requests back of which nobody knows yet what became of them. */
  giveUpUnknown(isLost: (request: Request) => boolean): Request[];
  maxEvents: number;
  patienceMs: number;
};

/** The requests of this process, from their arrival to their answer, whoever writes meanwhile. */
export type Submissions = {
  submit(work: Work): Promise<Results>;
  /** Sends on what waited to know who writes. */
  flush(): void;
  /** Takes back what a lane did not carry out. */
  takeBack(requests: Request[]): void;
  /** Gives up what has waited for too long. */
  giveUp(): void;
  /** Resolves when everything is answered. */
  idle(): Promise<void>;
  stop(): void;
};

export function createSubmissions(deps: SubmissionDeps): Submissions {
  const { clock, handOver } = deps;
  let waiting: Request[] = [];
  let eventCount = 0;
  const idlers: (() => void)[] = [];

  function done(work: Work): void {
    eventCount -= work.batch.length;
    if (eventCount === 0) for (const run of idlers.splice(0)) run();
  }

  function send(request: Request): void {
    const lane = deps.lane();
    if (lane === undefined) waiting.push(request);
    else if (lane === null) handOver.ask(request).then(request.settle, request.fail);
    else lane.submit(request);
  }

  const isLate = ({ askedAtMs }: Request) => clock.monotonicMs() - askedAtMs > deps.patienceMs;

  function giveUp(isLost: (request: Request) => boolean): void {
    const late = new Set(waiting.filter(isLost));
    waiting = waiting.filter((request) => !late.has(request));
    for (const request of [...late, ...deps.giveUpUnknown(isLost)]) {
      request.fail(new LedgerUnavailable('the ledger has no connection to its database'));
    }
  }

  return {
    submit(work) {
      if (eventCount + work.batch.length > deps.maxEvents) {
        return Promise.reject(new LedgerUnavailable('too many requests wait for the ledger'));
      }
      eventCount += work.batch.length;
      return new Promise((resolve, reject) => {
        send({
          ...{ ...work, isChecked: false, isAlone: false, handedId: null },
          askedAtMs: clock.monotonicMs(),
          settle(results) {
            done(work);
            resolve(results);
          },
          fail(error) {
            done(work);
            reject(error);
          },
        });
      });
    },
    flush() {
      const ready = waiting;
      waiting = [];
      for (const request of ready) send(request);
    },
    takeBack(requests) {
      for (const request of requests) {
        // What others handed over waits for the next writer in the database.
        if (request.handedId !== null) continue;
        request.isChecked = true;
        request.isAlone = false;
        send(request);
      }
    },
    giveUp: () => giveUp(isLate),
    idle: () =>
      eventCount === 0 ? Promise.resolve() : new Promise((resolve) => void idlers.push(resolve)),
    stop: () => giveUp(() => true),
  };
}
