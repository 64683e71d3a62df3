import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { findOrInstallBrowser, browserVariable } from './browser.ts';
import { describeFlaky, flakyTests } from './counts.ts';

// `npm run e2e -- <Playwright's arguments>` with whatever browser the machine has.
const report = 'test-results/e2e.json';
try {
  const executablePath = await findOrInstallBrowser();
  rmSync(report, { force: true });
  const run = spawnSync('playwright', ['test', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [browserVariable]: executablePath },
  });
  if (existsSync(report)) {
    const names = flakyTests(JSON.parse(readFileSync(report, 'utf8')));
    for (const line of describeFlaky(names)) console.log(line);
  }
  process.exitCode = run.status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
