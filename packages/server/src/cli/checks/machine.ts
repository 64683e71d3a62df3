import { stat, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { nearestFolder } from '../../kernel/db/index.ts';
import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

const gibibyte = 1024 ** 3;
const dayMs = 86_400_000;
const smallestNode = [24, 7] as const;
const release = fileURLToPath(new URL('../../../package.json', import.meta.url));
const webPage = fileURLToPath(new URL('../../../../web/dist/index.html', import.meta.url));

export const checkRuntime: Check = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > smallestNode[0] || (major === smallestNode[0] && minor >= smallestNode[1]);
  const found = `Node ${process.versions.node}`;
  if (enough) return [ok(found)];
  const wanted = smallestNode.join('.');
  return [problem(`${found} is older than ${wanted}`, 'Run npm ci, and start by npm start.')];
};

export const checkDisk: Check = async ({ config }) => {
  const folders = new Set([config.dataDir, config.filesDir]);
  return Promise.all([...folders].map(checkFreeSpace));
};

async function checkFreeSpace(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearestFolder(folder));
  const free = (bavail * bsize) / gibibyte;
  const message = `${free.toFixed(1)} GiB free for ${folder}`;
  const cure = 'Free some space, or move the folder to a larger disk.';
  // A database that cannot write its log stops; so warn long before.
  if (free < 1) return problem(message, cure);
  return free < 5 ? warning(message, cure) : ok(message);
}

export const checkMemory: Check = async () => {
  const limit = process.constrainedMemory();
  const memory = Math.min(totalmem(), limit > 0 ? limit : Infinity) / gibibyte;
  const message = `${memory.toFixed(1)} GiB of memory`;
  if (memory >= 0.9) return [ok(message)];
  return [warning(message, 'Give the server at least 1 GiB.')];
};

export const checkClock: Check = async ({ clock }) => {
  const { mtimeMs } = await stat(release);
  const message = `the clock says ${clock.now().toISOString()}`;
  if (clock.nowMs() > mtimeMs - dayMs) return [ok(message)];
  return [
    problem(
      `${message}, before this release was installed`,
      'Set the clock, or switch on its synchronisation: timedatectl set-ntp true.',
    ),
  ];
};

export const checkWebClient: Check = async () => {
  const built = await stat(webPage).catch(() => null);
  if (built) return [ok('the web client is built')];
  return [
    warning('the web client is not built yet', 'Start by npm start, which builds it when needed.'),
  ];
};
