import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { countVitest, describeCounts, noCounts } from './counts.ts';

// Runs one Vitest project, prints only what failed, and leaves its counts for the sum of
// `npm test` in test-results/<project>.json.
const [project = 'unit', ...filters] = process.argv.slice(2);
const outputFile = `test-results/${project}.json`;
mkdirSync('test-results', { recursive: true });
rmSync(outputFile, { force: true });

const reporters = ['--reporter=json', `--outputFile.json=${outputFile}`, '--reporter=dot'];
const run = spawnSync('vitest', ['run', '--project', project, ...reporters, ...filters], {
  stdio: ['ignore', 'pipe', 'pipe'],
  encoding: 'utf8',
  maxBuffer: 256 * 1_024 * 1_024,
});
const counts = existsSync(outputFile)
  ? countVitest(JSON.parse(readFileSync(outputFile, 'utf8')))
  : { ...noCounts, failed: 1 };
const isGreen = run.status === 0 && counts.failed === 0;
if (!isGreen) console.log(run.stdout, run.stderr);
// What a test prints on purpose (a simulation's seed) starts with its name and stays visible.
else printSeeds(run.stdout);
console.log(`${project}: ${describeCounts(counts)}`);
process.exitCode = isGreen ? 0 : 1;

function printSeeds(output: string): void {
  for (const line of output.split('\n')) if (/^\s*(sim|seed)\b.*\d/.test(line)) console.log(line);
}
