import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run sim -- <name> [flags]`: each simulation is a script `run-<name>.ts` in this folder.
const folder = fileURLToPath(new URL('.', import.meta.url));
const [name = '', ...flags] = process.argv.slice(2);
const path = `${folder}run-${name}.ts`;

if (!/^[a-z0-9-]+$/.test(name) || !existsSync(path)) {
  const names = readdirSync(folder)
    .filter((file) => /^run-[a-z0-9-]+\.ts$/.test(file))
    .map((file) => file.slice('run-'.length, -'.ts'.length));
  console.error('npm run sim -- <name> [--seed N] [--seconds N]');
  console.error(`Simulations: ${names.join(', ') || 'none yet'}`);
  process.exitCode = 2;
} else {
  process.exitCode =
    spawnSync(process.execPath, [path, ...flags], { stdio: 'inherit' }).status ?? 1;
}
