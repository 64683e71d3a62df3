import type { Timer } from '@plaza/base';
import type { PersonalEvent } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import { createAhead } from './ahead.ts';
import { gapDelayMs } from './timing.ts';

const heldEvents = 1_000;

/** Follows the short log of what is about the person. */
export type PersonalLog = {
  receive(event: PersonalEvent): void;
  /**
   * Pulls to the head of the log, or takes a snapshot where the log does not reach back; true
   * then, for what the snapshot does not hold (conversations) must be fetched besides.
   */
  catchUp(ask: Ask): Promise<boolean>;
  stop(): void;
};

export type PersonalDeps = {
  core: Core;
  /** Told after each event, for what the reducer alone cannot settle. */
  onEvent(event: PersonalEvent): void;
  /** A gap stayed: somebody with a connection must pull. */
  onGap(): void;
};

async function takeSnapshot(core: Core, ask: Ask): Promise<true> {
  const snapshot = await ask('sync.snapshot', {});
  core.dispatch({ type: 'snapshot', snapshot });
  core.journal.leap();
  return true;
}

export function createPersonalLog({ core, onEvent, onGap }: PersonalDeps): PersonalLog {
  const ahead = createAhead<PersonalEvent>(heldEvents);
  let gapTimer: Timer | null = null;

  function apply(event: PersonalEvent): void {
    const before = core.getState().personalSeq;
    core.dispatch({ type: 'personal', event });
    if (core.getState().personalSeq === before) return;
    onEvent(event);
  }

  function drain(): void {
    for (;;) {
      const seq = core.getState().personalSeq;
      if (seq === null) return;
      ahead.forget(seq);
      const next = ahead.take(seq + 1);
      if (next === null) return;
      apply(next);
    }
  }

  function watchGap(): void {
    if (gapTimer !== null || ahead.size === 0) return;
    gapTimer = core.clock.after(gapDelayMs(core.random), () => {
      gapTimer = null;
      if (ahead.size > 0) onGap();
    });
  }

  async function pull(ask: Ask): Promise<boolean> {
    for (;;) {
      const after = core.getState().personalSeq;
      if (after === null) return takeSnapshot(core, ask);
      const page = await ask('sync.pull', { after });
      if (page.state === 'reset') return takeSnapshot(core, ask);
      for (const event of page.events) apply(event);
      const reached = core.getState().personalSeq ?? 0;
      if (reached >= page.headSeq || page.events.length === 0) return false;
    }
  }

  return {
    receive(event) {
      const seq = core.getState().personalSeq;
      if (seq !== null && event.seq <= seq) return;
      ahead.hold(event.seq, event);
      drain();
      watchGap();
    },
    async catchUp(ask) {
      const isSnapshot = await pull(ask);
      drain();
      watchGap();
      return isSnapshot;
    },
    stop: () => gapTimer?.cancel(),
  };
}
