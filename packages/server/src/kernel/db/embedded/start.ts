import type pg from 'pg';
import type { DatabaseOptions } from '../types.ts';

export type Embedded = {
  connection: pg.ClientConfig;
  /** Called once when the server exits although nobody asked it to. */
  onExit(run: (reason: Error) => void): void;
  stop(): Promise<void>;
};

export function startEmbedded(options: DatabaseOptions): Promise<Embedded> {
  return Promise.reject(new Error(`not started in ${options.dataDir}`));
}
