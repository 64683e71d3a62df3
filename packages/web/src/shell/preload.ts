import { Entrance } from '../features/identity/index.ts';
import { keptAccount } from '../state/session.ts';
import { preloadParts, whenIdle } from '../ui/part.tsx';
import { placeOf } from './place.ts';
import { tabs } from './tabs.ts';

/** Fetches what the first screen needs, beside all else that a start waits for. */
export async function preloadFirstScreen(path: string): Promise<void> {
  if (keptAccount() === null) return Entrance.preload();
  const place = placeOf(path, tabs);
  const tab = place?.tab ?? tabs[0];
  await Promise.all([tab?.List.preload(), place?.isRoot === false ? tab?.Detail.preload() : null]);
}

const calmAfterMs = 2_000;

/** Fetches the other screens when the first one stands, so that no tap waits for a file. */
export function preloadTheRest(): void {
  setTimeout(() => whenIdle(() => void preloadParts()), calmAfterMs);
}
