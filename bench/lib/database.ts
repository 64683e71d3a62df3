import { systemClock } from '@plaza/base';
import {
  startEmbedded,
  type Embedded,
} from '../../packages/server/src/kernel/db/embedded/index.ts';

/** Starts a PostgreSQL with its full durability, as a city has it. */
export async function startDatabase(dataDir: string): Promise<Embedded> {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  return startEmbedded({ dataDir, maxConnections: 100, log, clock: systemClock });
}

export function urlOf({ host, port, user, password, database }: Embedded['connection']): string {
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}
