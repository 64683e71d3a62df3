import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareInterfaces } from './compat/compare.ts';
import type { Interface } from './compat/compare.ts';

// Compares the generated interface with the last release's and fails on what breaks a client.
// `--baseline` records the interface of the version in package.json, which a release commits.
const contract = fileURLToPath(new URL('../packages/contract', import.meta.url));
const releasedFolder = join(contract, 'released');
const current: Interface = {
  api: readJson(join(contract, 'generated/openapi.json')),
  socket: readJson(join(contract, 'generated/events.json')),
};

if (process.argv.includes('--baseline')) recordBaseline();
else compareWithLatest();

function recordBaseline(): void {
  const { version } = readJson<{ version: string }>(join(contract, '../../package.json'));
  mkdirSync(releasedFolder, { recursive: true });
  writeFileSync(join(releasedFolder, `${version}.json`), `${JSON.stringify(current)}\n`);
  console.log(`recorded: packages/contract/released/${version}.json`);
}

function compareWithLatest(): void {
  const latest = releasedVersions().at(-1);
  if (latest === undefined) {
    console.log('compat: nothing is released yet');
    return;
  }
  const problems = compareInterfaces(readJson(join(releasedFolder, latest)), current);
  for (const problem of problems) console.log(`breaks clients of ${latest}: ${problem}`);
  if (problems.length === 0) console.log(`compat: clients of ${latest} go on working`);
  else process.exitCode = 1;
}

function releasedVersions(): string[] {
  const names = readdirSync(join(releasedFolder, '..')).includes('released')
    ? readdirSync(releasedFolder).filter((name) => /^\d+\.\d+\.\d+\.json$/.test(name))
    : [];
  return names.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
