import type { TestProject } from 'vitest/node';
import { startTestServer } from './test-server.ts';

/** Starts the PostgreSQL of a test run; named as `globalSetup` of the projects that need one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('plazaTestServer', server.address);
  return () => server.stop();
}
