import { secureRandom, systemClock } from '@plaza/base';
import { migrationSources } from '@plaza/server';
import { migrate, type Database } from '../../packages/server/src/kernel/db/index.ts';
import {
  createPostgresLedger,
  type LedgerDriver,
} from '../../packages/server/src/modules/ledger/index.ts';

export type Lane = { driver: LedgerDriver; [Symbol.asyncDispose](): Promise<void> };

/** Opens the ledger as a city has it. */
export async function openLane(db: Database): Promise<Lane> {
  await migrate(db, migrationSources);
  const log = {
    info: () => undefined,
    warn: (fields: object, text: string) => console.warn(text, fields),
    error: (fields: object, text: string) => console.error(text, fields),
  };
  const driver = createPostgresLedger({ db, clock: systemClock, random: secureRandom, log });
  driver.start();
  return { driver, [Symbol.asyncDispose]: driver.stop };
}
