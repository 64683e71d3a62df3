import { inject } from 'vitest';
import { cloneDatabase, type TestDatabase, type TestServerAddress } from './test-server.ts';
import type { MigrationSource } from './types.ts';

export type { TestDatabase } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    plazaTestServer: TestServerAddress;
  }
}

/**
 * A fresh database with all migrations of `sources` applied, for one test file (about 0.1 s).
 * Disposing of it (`await using`, or `close`) drops it. Programs that are not run by vitest use
 * `startTestServer` and `cloneDatabase` of `test-server.ts`.
 */
export function testDatabase(sources: readonly MigrationSource[]): Promise<TestDatabase> {
  return cloneDatabase(inject('plazaTestServer'), sources);
}
