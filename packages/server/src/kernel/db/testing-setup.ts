import type { TestProject } from 'vitest/node';
import { joinTestServer, startTestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `PLAZA_TEST_DATABASE_URL`: a PostgreSQL to run against instead of the embedded one. */
    plazaTestDatabaseUrl: string;
  }
}

/** Starts the PostgreSQL of a test run; named as `globalSetup` of the projects that need one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = project.getProvidedContext().plazaTestDatabaseUrl;
  const server = await (url ? joinTestServer(url) : startTestServer());
  project.provide('plazaTestServer', server.address);
  return () => server.stop();
}
