import { secureRandom, systemClock, type PersonId } from '@plaza/base';
import { createApi, createHttp, type ApiFace } from '@plaza/client';
import { composeCity, loadConfig } from '@plaza/server';
import { chromium, type Browser, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserArguments, findOrInstallBrowser } from './browser.ts';

// `npm run screenshots`: the pictures of the README, taken in the demo city of seed 1.
const folder = join(import.meta.dirname, '../docs/images');
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, hasTouch: true };
const desktop = { viewport: { width: 1280, height: 752 }, deviceScaleFactor: 1 };
const mostBytes = 200_000;

type Look = { locale: 'en' | 'zh'; colorScheme: 'light' | 'dark' };
type Picture = Look & { name: string; size: typeof phone | typeof desktop; path: string };
/** `paidPath`: a conversation in which money waits to be accepted. */
type Host = { personId: PersonId; threadPath: string; paidPath: string };

const arrival = { device: { name: 'Screenshots', kind: 'program' } } as const;

function plain(name: string, size: Picture['size'], path: string): Picture {
  return { name, size, path, locale: 'en', colorScheme: 'light' };
}

function picturesOf({ threadPath, paidPath }: Host): Picture[] {
  return [
    plain('phone-chats', phone, '/chats'),
    plain('phone-thread', phone, threadPath),
    plain('phone-contacts', phone, '/contacts'),
    plain('phone-transfer', phone, paidPath),
    { ...plain('phone-wallet-dark', phone, '/me/wallet'), colorScheme: 'dark' },
    { ...plain('phone-chats-zh', phone, '/chats'), locale: 'zh' },
    plain('desktop-light', desktop, threadPath),
    { ...plain('desktop-dark', desktop, threadPath), colorScheme: 'dark' },
  ];
}

type Seen = Host & { score: number };

/** How much there is to see for a person: a group that mixes scripts, then many conversations. */
async function look(api: ApiFace, personId: PersonId): Promise<Seen> {
  const { heads } = await api.chat.listHeads({});
  const { transfers } = await api.pay.listWaiting({});
  const sent = transfers.find(({ payee }) => payee.personId !== personId) ?? transfers[0];
  const paidPath = sent === undefined ? '/chats' : `/chats/${sent.conversationId}`;
  let best: Seen = { personId, threadPath: '/chats', paidPath, score: 0 };
  for (const { conversation } of heads) {
    const { conversationId, kind, memberCount } = conversation;
    const { entries } = await api.chat.listEntries({ conversationId, after: 0 });
    const said = entries.map(({ body }) =>
      body.type === 'message' && body.message.type === 'text' ? body.message.text : '',
    );
    const scripts = [/\p{Script=Han}/u, /[ñáéíóú¿¡]/, / the | is | you /];
    const mixed = scripts.filter((script) => said.some((text) => script.test(text))).length;
    const isOwn = entries.some(({ senderId }) => senderId === personId);
    const score = mixed * 100 + (kind === 'group' ? memberCount : 0) + heads.length;
    if (isOwn && score > best.score) {
      best = { personId, threadPath: `/chats/${conversationId}`, paidPath, score };
    }
  }
  return best;
}

async function findHost(origin: string): Promise<Host> {
  const stranger = createApi(createHttp({ baseUrl: origin, fetch }));
  const { people } = await stranger.identity.listDemoPeople({});
  const seen: Seen[] = [];
  for (const { personId, photoPath } of people) {
    if (photoPath === null) continue;
    const asked = { personId, ...arrival, delivery: 'token' } as const;
    const { token = '' } = await stranger.identity.signInDemo(asked);
    const api = createApi(createHttp({ baseUrl: origin, token, fetch }));
    seen.push(await look(api, personId));
    await api.identity.signOut({});
  }
  const [first] = seen.toSorted((a, b) => b.score - a.score);
  if (first === undefined) throw new Error('the demo city is empty');
  return first;
}

async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('.animate-pulse') === null &&
      [...document.images].every((image) => image.complete),
  );
}

async function take(browser: Browser, origin: string, host: Host, picture: Picture) {
  const { name, size, path, locale, colorScheme } = picture;
  const context = await browser.newContext({
    ...{ ...size, baseURL: origin, colorScheme, reducedMotion: 'reduce', timezoneId: 'UTC' },
    locale: locale === 'zh' ? 'zh-CN' : 'en-GB',
  });
  await context.request.post('/rpc/identity.signInDemo', {
    headers: { origin },
    data: { personId: host.personId, ...arrival, delivery: 'cookie' },
  });
  const page = await context.newPage();
  // The list first: what is opened from it is opened as people do, with everything in its place.
  await page.goto('/chats');
  await page.locator('main li a').first().waitFor();
  await page.goto(path);
  await settle(page);
  // Pictures are decoded and the thread finds its end within this time.
  await page.waitForTimeout(1_000);
  const file = join(folder, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  await context.close();
  const { size: bytes } = await stat(file);
  console.log(`${name}.png ${Math.round(bytes / 1000)} kB`);
  if (bytes > mostBytes) throw new Error(`${name}.png has more than ${mostBytes} bytes`);
}

async function main(): Promise<void> {
  spawnSync(process.execPath, ['tools/start.ts', '--build-only'], { stdio: 'inherit' });
  await mkdir(folder, { recursive: true });
  const dataDir = await mkdtemp(join(tmpdir(), 'plaza-screenshots-'));
  const env = { PLAZA_DATA_DIR: dataDir, PLAZA_PORT: '0', PLAZA_LOG_LEVEL: 'error' };
  const loaded = loadConfig({ ...env, PLAZA_LIMIT_FACTOR: '1000' }, ['--demo', '--seed', '1']);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const surroundings = { clock: systemClock, random: secureRandom, checkOutputs: false };
  const city = await composeCity(loaded.config, surroundings);
  const executablePath = await findOrInstallBrowser();
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    const host = await findHost(city.origin);
    for (const picture of picturesOf(host)) await take(browser, city.origin, host, picture);
  } finally {
    await browser.close();
    await city.stop();
    await rm(dataDir, { recursive: true });
  }
}

await main();
