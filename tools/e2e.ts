import { spawnSync } from 'node:child_process';
import { findOrInstallBrowser, browserVariable } from './browser.ts';

// `npm run e2e -- <Playwright's arguments>` with whatever browser the machine has.
try {
  const executablePath = await findOrInstallBrowser();
  const run = spawnSync('playwright', ['test', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [browserVariable]: executablePath },
  });
  process.exitCode = run.status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
