import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run bench -- <name> [--quick]`: each bench is a script of its own in this folder, in a
// process of its own, and ends with one line of JSON.
const folder = fileURLToPath(new URL('.', import.meta.url));
const [name = '', ...flags] = process.argv.slice(2);
const path = `${folder}${name}.ts`;

if (!/^[a-z0-9-]+$/.test(name) || name === 'main' || !existsSync(path)) {
  const names = readdirSync(folder)
    .filter((file) => /^[a-z0-9-]+\.ts$/.test(file) && file !== 'main.ts')
    .map((file) => file.replace(/\.ts$/, ''));
  console.error('npm run bench -- <name> [--quick]');
  console.error(`Benches: ${names.join(', ') || 'none yet'}`);
  process.exitCode = 2;
} else {
  process.exitCode =
    spawnSync(process.execPath, [path, ...flags], { stdio: 'inherit' }).status ?? 1;
}
