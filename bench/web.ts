import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signIn } from '../test/sim/chat/simulate.ts';
import { startServerProcess } from '../test/support/server-process.ts';
import { browserArguments, findBrowser } from '../tools/browser.ts';
import { buildWebCity } from './web/city.ts';
import { comeForTheFirstTime, fillBack, install, offlineReloads, type At } from './web/device.ts';
import { report, type Round } from './web/report.ts';
import {
  interact,
  openThread,
  prependDrift,
  scrollBack,
  sendToVisible,
  talk,
} from './web/thread.ts';

// `npm run bench -- web [--quick]`: the built web client in a real browser, against a whole
// server: bytes, a new device, the whole history coming to it, an offline reload, and a thread of
// ten thousand messages that is read and written in while fifty a second arrive.

const isQuick = process.argv.includes('--quick');
const rounds = isQuick ? 1 : 3;
const size = { thread: 10_000, messages: isQuick ? 11_000 : 100_000, conversations: 100 };
const perSecond = 50;
const scrollMs = isQuick ? 4_000 : 12_000;
const sends = isQuick ? 15 : 40;
const prepends = isQuick ? 5 : 20;
const turns = isQuick ? 1 : 3;
const reloads = isQuick ? 3 : 9;
const root = fileURLToPath(new URL('..', import.meta.url));

function build(): void {
  const built = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the web client could not be built');
}

/** One device's life; only the first one of them waits for its whole history. */
async function live(at: At, peerToken: string, n: number): Promise<Round> {
  const { origin, city } = at;
  const loadBefore = loadavg()[0] ?? 0;
  const { context, page, welcomeMs, welcomeJsBytes, usefulMs } = await comeForTheFirstTime(at);
  const filled = n === 0 ? await fillBack(page, city, isQuick ? 30_000 : 600_000) : null;
  const { initialJsBytes } = await install(page, origin);
  const offlineMs = await offlineReloads(page, reloads);
  await openThread(page, origin, city.threadId);
  const visibleMs = await sendToVisible(page, sends);
  const drifts = await prependDrift(page, prepends);

  await openThread(page, origin, city.threadId);
  const talking = { origin, token: peerToken, conversationId: city.threadId };
  const first = await talk(talking, perSecond);
  const scrolling = await scrollBack(page, scrollMs);
  const arrived = [(await first.stop()).perSecond];
  await openThread(page, origin, city.threadId);
  const second = await talk(talking, perSecond);
  const acting = await interact(page, [city.threadId, city.otherId], turns);
  arrived.push((await second.stop()).perSecond);
  await context.close();
  return {
    ...{ loadBefore, welcomeMs, welcomeJsBytes, usefulMs, filled, initialJsBytes, offlineMs },
    ...{ visibleMs, drifts, scrolling, acting, arrived },
  };
}

async function main(): Promise<void> {
  const executablePath = await findBrowser();
  if (executablePath === undefined) throw new Error('no Chromium: see `node tools/browser.ts`');
  build();
  const dataDir = await mkdtemp(join(tmpdir(), 'plaza-bench-'));
  const env = { PLAZA_DATA_DIR: dataDir, PLAZA_LIMIT_FACTOR: '100000' };
  try {
    const city = await buildWebCity(env, size);
    await using server = await startServerProcess({ flags: ['--demo'], env });
    const browser = await chromium.launch({ executablePath, args: browserArguments() });
    try {
      const at = { browser, origin: server.origin, city };
      const token = await signIn({ server }, city.peer);
      const lives: Round[] = [];
      for (let n = 0; n < rounds; n += 1) lives.push(await live(at, token, n));
      await report(lives, city, isQuick);
    } finally {
      await browser.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
process.exit(0);
