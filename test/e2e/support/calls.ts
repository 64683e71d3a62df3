import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConversationId } from '@plaza/base';
import { turnConfig } from '../../../packages/server/src/modules/calls/index.ts';
import { browserArguments, findBrowser } from '../../../tools/browser.ts';
import type { Person } from './people.ts';
import { expect, type Page } from './test.ts';

const executablePath = await findBrowser();

/** A browser whose microphone hums and whose camera shows a clock, and which asks nobody. */
export const fakeDevices = {
  launchOptions: {
    args: [
      ...browserArguments(),
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      // Devices of one machine meet over its loopback.
      '--allow-loopback-in-peer-connection',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
    ...(executablePath === undefined ? {} : { executablePath }),
  },
};

/** Who allows the page its microphone and its camera, as people do who call. */
export const allowed = { permissions: ['microphone', 'camera'] };

/** The conversation of two people. */
export async function talkOf(one: Person, other: Person): Promise<ConversationId> {
  const { head } = await one.api.chat.openDirect({ personId: other.me.personId });
  return head.conversation.conversationId;
}

/** Begins a call in the conversation that is open. */
export async function callFrom(page: Page, media: 'Voice call' | 'Video call'): Promise<void> {
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByRole('menuitem', { name: media }).click();
}

/** It rings: whatever else this machine does at the moment. */
export const rings = (page: Page) => expect(incoming(page)).toBeVisible({ timeout: 30_000 });
export const incoming = (page: Page) => page.getByRole('dialog', { name: /^Incoming call/ });
export const inCall = (page: Page) => page.getByRole('dialog', { name: /^Call with/ });
export const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

/** Talking, and how long already. */
export async function expectTalking(page: Page): Promise<void> {
  await expect(inCall(page).getByText(/^\d+:\d\d$/)).toBeVisible({ timeout: 30_000 });
}

/** Waits until so many pictures of others really move. */
export async function expectMoving(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => {
    const moving = [...document.querySelectorAll('video')].filter(
      (video) => video.videoWidth > 0 && video.currentTime > 0.3 && !video.paused,
    );
    return moving.length >= wanted;
  }, count);
}

/** Whether the sound of so many others arrives. */
export async function expectSound(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => {
    const heard = [...document.querySelectorAll('audio')].filter(
      (audio) => audio.srcObject instanceof MediaStream && audio.currentTime > 0.3,
    );
    return heard.length >= wanted;
  }, count);
}

export const hasRelay = spawnSync('turnserver', ['--version']).error === undefined;
export const noRelay =
  'There is no turnserver here: as root, apt-get install coturn. Relayed calls were not tried.';

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

export type Relay = AsyncDisposable & {
  /** The settings of the city that go with it. */
  env: Record<string, string>;
  /** Stops it in its tracks, and lets it go on: the network is away. */
  freeze(): void;
  thaw(): void;
  output(): string;
};

/** A relay as the product configures it, on this machine, for devices of this machine. */
export async function startRelay(): Promise<Relay> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plaza-relay-'));
  const port = await freePort();
  const secret = 'the secret of a relay for tests';
  const whole = turnConfig({
    ...{ secret, realm: 'plaza.test', port, allowPrivate: true },
    ...{ externalAddress: undefined, certificate: undefined, privateKey: undefined },
  });
  // It runs as who runs the tests, says what it does, and both ends are this machine.
  const config = `${whole
    .split('\n')
    .filter((line) => !/^(proc-|no-stdout-log|syslog|simple-log)/.test(line))
    .join('\n')}
listening-ip=127.0.0.1
relay-ip=127.0.0.1
allow-loopback-peers
log-file=stdout
pidfile=${folder}/pid
userdb=${folder}/db
`;
  const file = path.join(folder, 'turnserver.conf');
  await writeFile(file, config);
  const child = spawn('turnserver', ['-c', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await expect
    .poll(() => text, { message: 'the relay listens' })
    .toContain('Total General servers');
  return {
    env: {
      PLAZA_TURN_URLS: `turn:127.0.0.1:${port}?transport=udp`,
      PLAZA_TURN_SECRET: secret,
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    output: () => text,
    async [Symbol.asyncDispose]() {
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
