import { describeStep, runLanes } from './steps.ts';
import type { Step } from './steps.ts';

// Two lanes for two cores: the type checks are the longest chain, the rest fits beside it.
const lanes: readonly (readonly Step[])[] = [
  [
    { name: 'tidy', command: ['node', 'tools/tidy/main.ts'] },
    { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
    { name: 'types web', command: ['tsc', '-p', 'tsconfig.web.json'] },
    { name: 'types e2e', command: ['tsc', '-p', 'tsconfig.e2e.json'] },
    { name: 'generated', command: ['node', 'tools/generate.ts', '--check'] },
    { name: 'compat', command: ['node', 'tools/compat.ts'] },
  ],
  [
    { name: 'format', command: ['oxfmt', '--check'] },
    { name: 'catalogs', command: ['npm', 'run', '-s', '-w', '@plaza/web', 'catalogs:check'] },
    { name: 'lint', command: ['oxlint'] },
    { name: 'unit', command: ['node', 'tools/vitest-run.ts', 'unit'] },
  ],
];

const results = await runLanes(lanes, (result) => console.log(describeStep(result)));
const failed = results.filter((result) => !result.passed).map((result) => result.name);
console.log(failed.length === 0 ? 'check: ok' : `check: FAILED (${failed.join(', ')})`);
process.exitCode = failed.length === 0 ? 0 : 1;
