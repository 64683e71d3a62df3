import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** The environment variable that names the browser to use. */
export const browserVariable = 'PLAZA_CHROMIUM';

const knownPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const advice = [
  'No Chromium was found. One of these gives you one:',
  '  apt-get install chromium        (Debian, as root)',
  '  npx playwright install chromium (any system, downloads it)',
  `  ${browserVariable}=/path/to/chromium npm run e2e`,
].join('\n');

/** Finds a Chromium: the one you name, the system's, then Playwright's own. */
export async function findBrowser(): Promise<string | undefined> {
  const named = process.env[browserVariable];
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  const found = knownPlaces.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Finds a browser, or lets Playwright download its own; says what to do where neither works. */
export async function findOrInstallBrowser(): Promise<string> {
  const found = await findBrowser();
  if (found !== undefined) return found;
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' });
  const installed = await findBrowser();
  if (installed === undefined) throw new Error(advice);
  return installed;
}

/**
 * The two pop-ups below the address bar, which nobody sees here, are pages of their own: every
 * context, which is a profile to the browser, loads both, and that takes three times as long as all
 * the rest of opening it.
 */
const unseen = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'];
/** What Playwright switches off itself: the browser knows only the last list that it is given. */
const unwanted = [
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
];

/** Chromium's own sandbox does not run as root, where the container is the sandbox. */
export function browserArguments(): string[] {
  return [
    // Debian's browser wants to draw on a graphics card; without one it imitates it, slowly.
    '--disable-gpu',
    `--disable-features=${[...unwanted, ...unseen].join(',')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

async function main(): Promise<void> {
  try {
    const path = await findOrInstallBrowser();
    console.log(`${path} (${execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()})`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
