/**
 * `npm start`: builds the web client when its sources changed, then becomes the server (with
 * `--build-only` it stops before that). Uses nothing but Node, so that it also explains what is
 * wrong when an installation is incomplete.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStamp, isBuilt, withBuildLock, writeStamp } from './web-build.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, 'packages', 'web');
const main = join(root, 'packages', 'server', 'src', 'main.ts');

function fail(message: string): never {
  console.error(`plaza: ${message}`);
  process.exit(1);
}

function findVite(): string {
  try {
    const manifest = createRequire(join(web, 'package.json')).resolve('vite/package.json');
    return join(dirname(manifest), 'bin', 'vite.js');
  } catch {
    return fail('the packages are not installed. Run: npm ci');
  }
}

function build(): void {
  const stamp = buildStamp(root);
  if (isBuilt(web, stamp)) return;
  console.log('plaza: building the web client (once per version) …');
  const command = [findVite(), 'build', '--logLevel', 'warn'];
  const { status, signal } = spawnSync(process.execPath, command, {
    cwd: web,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Lingui advises its native transform, which is not installed on an older system Node.
    env: { ...process.env, NODE_ENV: 'production', LINGUI_SUPPRESS_BABEL_WARNING: '1' },
  });
  if (signal !== null) process.exit(130);
  if (status !== 0) fail('the web client could not be built; the lines above say why.');
  writeStamp(web, stamp);
}

if (!existsSync(join(root, 'node_modules'))) fail('the packages are not installed. Run: npm ci');
await withBuildLock(root, build);
if (process.argv.includes('--build-only')) process.exit(0);
// The server takes the place of this process: signals, exit code and terminal are its own.
const args = [process.execPath, main, ...process.argv.slice(2)];
if (process.execve === undefined) fail('Node 24 is needed. Run Plaza by: npm start');
process.execve(process.execPath, args, process.env);
