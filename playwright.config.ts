import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './tools/browser.ts';

const executablePath = await findBrowser();
const isBuildMachine = (process.env['CI'] ?? '') !== '';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/e2e/support/global-setup.ts',
  outputDir: 'test-results/e2e',
  // Each has a server of its own; a third would only wait for a processor.
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // docs/decisions/0022: a build machine tries a test a second time and names it.
  retries: isBuildMachine ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
    launchOptions: {
      // No host but this machine has an address: a foreign request fails before it leaves.
      args: [
        ...browserArguments(),
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  projects: [
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, deviceScaleFactor: 2 },
    },
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
  ],
});
