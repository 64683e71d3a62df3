import type { Database, MigrationSource } from './types.ts';

export type TestDatabase = Database & {
  /** For a test that starts a whole server: its `PLAZA_DATABASE_URL`. */
  url: string;
};

/** A fresh database with all migrations of `sources` applied; disposing of it drops it. */
export function testDatabase(sources: readonly MigrationSource[]): Promise<TestDatabase> {
  return Promise.reject(new Error(`no database for ${sources.length} sources`));
}
