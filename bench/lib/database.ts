import { systemClock } from '@plaza/base';
import {
  startEmbedded,
  type Embedded,
} from '../../packages/server/src/kernel/db/embedded/index.ts';

/**
 * Starts a PostgreSQL with its full durability, as a city has it. With a port it listens on
 * loopback as well, for programs that know no other way.
 */
export async function startDatabase(dataDir: string, loopbackPort?: number): Promise<Embedded> {
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const listening = loopbackPort === undefined ? {} : { loopbackPort };
  return startEmbedded({ dataDir, maxConnections: 100, log, clock: systemClock, ...listening });
}

export function urlOf({ host, port, user, password, database }: Embedded['connection']): string {
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}
