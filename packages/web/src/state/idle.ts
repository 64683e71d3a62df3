type Connection = EventTarget & { saveData?: boolean; type?: string };

const connection = () => (navigator as { connection?: Connection }).connection;

/** Not while nobody looks, and not on a line that is to be spared. */
function mayFetch(): boolean {
  const { saveData = false } = connection() ?? {};
  return document.visibilityState === 'visible' && navigator.onLine && !saveData;
}

function untilChanged(): Promise<void> {
  return new Promise((resolve) => {
    const places: [EventTarget | undefined, string][] = [
      [document, 'visibilitychange'],
      [window, 'online'],
      [connection(), 'change'],
    ];
    const done = () => {
      for (const [place, name] of places) place?.removeEventListener?.(name, done);
      resolve();
    };
    for (const [place, name] of places) place?.addEventListener?.(name, done);
  });
}

/** A browser without idle times (Safari) gets a short break instead. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 10_000 });
    else setTimeout(resolve, 200);
  });
}

/** Resolves when the page has time for what nobody asked for. */
export async function idle(): Promise<void> {
  while (!mayFetch()) await untilChanged();
  await rest();
}
