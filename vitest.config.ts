import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const shared = {
  environment: 'node',
  // Files of one worker share its modules, which keep no state of tests: to import the whole server
  // for each of them is a third of all work.
  isolate: false,
  // Another PostgreSQL than the embedded one, such as the oldest that is supported.
  provide: { plazaTestDatabaseUrl: process.env['PLAZA_TEST_DATABASE_URL'] ?? '' },
} as const;
const databaseSetup = 'packages/server/src/kernel/db/testing-setup.ts';
// The setup starts one PostgreSQL for the whole run; each test file takes a clone of a template.
const globalSetup = existsSync(databaseSetup) ? [databaseSetup] : [];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          // Properties try many cases; a busy machine must not make them fail.
          testTimeout: 30_000,
          include: ['packages/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.db.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'db',
          include: ['packages/**/*.db.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          // First, so that it is torn down last: by then, what it throws leaves nothing behind.
          globalSetup: ['test/api/support/coverage-setup.ts', ...globalSetup],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'sim',
          include: ['test/sim/**/*.test.ts'],
          globalSetup,
          // A simulation runs as long as its setting says, and then it checks.
          testTimeout: 3_600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
