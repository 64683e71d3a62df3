import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import {
  addCounts,
  countPlaywright,
  countVitest,
  describeCounts,
  describeFlaky,
  flakyTests,
  noCounts,
} from './counts.ts';
import type { Counts } from './counts.ts';
import { describeStep, runStep } from './steps.ts';
import type { Step, StepResult } from './steps.ts';

// Everything that protects a change, in order. `--deep` adds a long simulation and every bench
// in its quick form, but for that which is about size. All parts run even when an early one fails,
// so that one run tells all.
const isDeep = process.argv.includes('--deep');
const resultFolder = 'test-results';
rmSync(resultFolder, { recursive: true, force: true });
mkdirSync(resultFolder, { recursive: true });

const isAboutSize = new Set(['search']);

const steps: Step[] = [
  { name: 'check', command: ['node', 'tools/check.ts'], live: true },
  { name: 'db', command: ['node', 'tools/vitest-run.ts', 'db'], live: true, env: looks() },
  { name: 'web build', command: ['npm', 'run', '--silent', 'build'] },
  {
    name: 'api',
    command: ['node', 'tools/vitest-run.ts', 'api'],
    live: true,
    env: { PLAZA_API_COVERAGE: 'all' },
  },
  { name: 'sim', command: ['node', 'tools/vitest-run.ts', 'sim'], live: true, env: simulation() },
  { name: 'e2e', command: ['node', 'tools/e2e.ts'], live: true },
  ...(isDeep ? [...deepSimulations(), ...benches()] : []),
];

const results: StepResult[] = [];
for (const step of steps) {
  const result = await runStep(step);
  results.push(result);
  console.log(describeStep(result));
}

const failedSteps = results.filter((result) => !result.passed).map((result) => result.name);
const counts = addCounts(['unit', 'db', 'api', 'sim', 'e2e'].map(readCounts));
for (const line of describeFlaky(flakyTests(readReport('e2e') ?? {}))) console.log(line);
if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
const failed = Math.max(counts.failed, failedSteps.length);
console.log(describeCounts({ ...counts, failed }));
process.exitCode = failed === 0 ? 0 : 1;

function readCounts(name: string): Counts {
  const report = readReport(name);
  if (report === null) return noCounts;
  return name === 'e2e' ? countPlaywright(report) : countVitest(report);
}

function readReport(name: string): object | null {
  const path = `${resultFolder}/${name}.json`;
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : null;
}

/** How often everybody looks at everything in Moments. */
function looks(): Record<string, string> {
  return isDeep ? { PLAZA_LEAK_CASES: '1000000' } : {};
}

function simulation(): Record<string, string> {
  if (!isDeep) return {};
  return { PLAZA_SIM_SECONDS: process.env['PLAZA_SIM_SECONDS'] ?? '600' };
}

function deepSimulations(): Step[] {
  const sim = (name: string, ...flags: string[]): Step => ({
    name: `sim ${name} ${flags.join(' ')}`.trim(),
    command: ['node', 'test/sim/main.ts', name, ...flags],
    live: true,
  });
  return [
    sim('chat', '--people', '1000', '--nodes', '3', '--seconds', '600'),
    sim('flood', '--messages', '1000000', '--people', '1000'),
    sim('failover', '--seconds', '30'),
  ];
}

function benches(): Step[] {
  return readdirSync('bench')
    .filter((name) => name.endsWith('.ts') && !/(^main|\.test)\.ts$/.test(name))
    .map((name) => name.replace(/\.ts$/, ''))
    .map((name) => ({
      name: `bench ${name}`,
      command: ['node', 'bench/main.ts', name, ...(isAboutSize.has(name) ? [] : ['--quick'])],
      live: true,
    }));
}
