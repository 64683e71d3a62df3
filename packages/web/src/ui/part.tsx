import { lazy, useState, type ComponentType } from 'react';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;
export type Part<P = unknown> = ComponentType<P> & { preload(): Promise<void> };

const known: Part<never>[] = [];
let othersNeed: () => Promise<void> = () => Promise.resolve();

/** Says what every part waits for that is not on the first screen: the words of the language. */
export function holdParts(need: () => Promise<void>): void {
  othersNeed = need;
}

/**
 * A component with a file of its own. Unlike `lazy` it is drawn at once when its file is there
 * already: React keeps a fallback that it has shown for 300 ms.
 */
export function part<P extends object>(load: Load<P>): Part<P> {
  return firstPart(async () => {
    const [file] = await Promise.all([load(), othersNeed()]);
    return file;
  });
}

/**
 * A part of the first screen. The build finds these by their name: their words are those that
 * the first screen loads.
 */
export function firstPart<P extends object>(load: Load<P>): Part<P> {
  let loaded: ComponentType<P> | null = null;
  const read: Load<P> = async () => {
    const file = await load();
    loaded = file.default;
    return file;
  };
  const Lazy = lazy(read) as unknown as ComponentType<P>;
  function Shown(props: P) {
    // Chosen once per mount: changing it later would throw away what the screen holds.
    const [Body] = useState<ComponentType<P>>(() => loaded ?? Lazy);
    return <Body {...props} />;
  }
  const made = Object.assign(Shown, {
    async preload() {
      if (loaded === null) await read();
    },
  });
  known.push(made as Part<never>);
  return made;
}

type Saving = { connection?: { saveData?: boolean } };

const savesData = () => (navigator as Saving).connection?.saveData === true;

/** Runs what nobody waits for; a browser without idle times (Safari) gets a short break. */
export function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 10_000 });
  else setTimeout(run, 200);
}

/** Fetches what is probably opened next, so that no tap waits for a file. */
export function preloadNext(next: { preload(): Promise<void> }): void {
  // Without a network it is fetched when it is opened.
  if (!savesData()) whenIdle(() => void next.preload().catch(() => undefined));
}

/** Fetches all parts while nobody waits, also those that are declared in fetched parts. */
export async function preloadParts(): Promise<void> {
  if (savesData()) return;
  for (let next = 0; next < known.length; next += 1) {
    // Without a network a part is fetched when it is opened.
    await known[next]?.preload().catch(() => undefined);
  }
}
