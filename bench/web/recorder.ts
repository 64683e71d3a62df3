import type { BrowserContext, Page } from '@playwright/test';

// What a page does to whoever uses it, told by the browser itself: the times between frames, tasks
// of 50 ms and more, and how long each click and key waited for the next frame.

type Recorder = {
  frames: number[];
  tasks: number[];
  /** The slowest event of each interaction; those below 16 ms are not told. */
  slow: Map<number, number>;
  interactionsBefore: number;
  isOn: boolean;
};

type Recorded = {
  framesMs: number[];
  longTasksMs: number[];
  /** Of each click and key; those that the browser does not tell took less than 16 ms. */
  interactionsMs: number[];
};

const untoldMs = 16;

export async function installRecorder(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    type Timing = PerformanceEventTiming & { interactionId?: number };
    const recorder: Recorder = {
      ...{ frames: [], tasks: [], slow: new Map(), interactionsBefore: 0, isOn: false },
    };
    Object.assign(globalThis, { plazaRecorder: recorder });
    let last = 0;
    const tick = (now: number) => {
      if (recorder.isOn && last > 0) recorder.frames.push(now - last);
      last = recorder.isOn ? now : 0;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    new PerformanceObserver((list) => {
      if (recorder.isOn) recorder.tasks.push(...list.getEntries().map((task) => task.duration));
    }).observe({ type: 'longtask' });
    new PerformanceObserver((list) => {
      for (const { interactionId = 0, duration } of list.getEntries() as Timing[]) {
        if (!recorder.isOn || interactionId === 0) continue;
        const known = recorder.slow.get(interactionId) ?? 0;
        recorder.slow.set(interactionId, Math.max(known, duration));
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** Runs something and gives what the page did meanwhile. */
export async function record(page: Page, run: () => Promise<void>): Promise<Recorded> {
  await page.evaluate(() => {
    const { plazaRecorder: recorder } = globalThis as unknown as { plazaRecorder: Recorder };
    const { interactionCount = 0 } = performance as { interactionCount?: number };
    Object.assign(recorder, { frames: [], tasks: [], slow: new Map(), isOn: true });
    recorder.interactionsBefore = interactionCount;
  });
  await run();
  // Events are told a frame after they were answered.
  await page.waitForTimeout(200);
  const { frames, tasks, slow, count } = await page.evaluate(() => {
    const { plazaRecorder: recorder } = globalThis as unknown as { plazaRecorder: Recorder };
    const { interactionCount = 0 } = performance as { interactionCount?: number };
    recorder.isOn = false;
    return {
      ...{ frames: recorder.frames, tasks: recorder.tasks, slow: [...recorder.slow.values()] },
      count: interactionCount - recorder.interactionsBefore,
    };
  });
  const untold = Array.from({ length: Math.max(0, count - slow.length) }, () => untoldMs);
  // The first frames still belong to what was before.
  return { framesMs: frames.slice(5), longTasksMs: tasks, interactionsMs: [...untold, ...slow] };
}
