import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** A command of a check or a test run, with its name for people. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Long runs show their output as it comes; short ones only when they fail. */
  readonly live?: boolean;
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

/** Runs one command to its end. A missing command is a failure like any other. */
export async function runStep(step: Step): Promise<StepResult> {
  const startedAt = performance.now();
  const [program, ...args] = step.command;
  const child = spawn(program, args, {
    stdio: step.live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...step.env },
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  child.on('error', (error) => resolve(error.message));
  child.on('close', (code, signal) => {
    resolve(code === 0 ? undefined : `ended with ${signal ?? code}`);
  });
  const problem = await promise;
  const seconds = (performance.now() - startedAt) / 1_000;
  const output = `${Buffer.concat(chunks).toString('utf8').trimEnd()}\n${problem ?? ''}`.trim();
  return { name: step.name, passed: problem === undefined, seconds, output };
}

/** Runs lanes beside one another and the steps of a lane in order; reports each as it ends. */
export async function runLanes(
  lanes: readonly (readonly Step[])[],
  report: (result: StepResult) => void,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const runLane = async (lane: readonly Step[]) => {
    for (const step of lane) {
      const result = await runStep(step);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(lanes.map((lane) => runLane(lane)));
  return results;
}

/** One line per step; the output follows only when it failed. */
export function describeStep(result: StepResult): string {
  const mark = result.passed ? 'ok    ' : 'FAILED';
  const line = `${mark} ${result.name.padEnd(12)} ${result.seconds.toFixed(1).padStart(6)} s`;
  return result.passed || result.output === '' ? line : `${line}\n${result.output}\n`;
}
