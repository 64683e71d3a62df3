import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which the workers of this run note what they saw. */
    plazaCoverage: string;
  }
}

/** `method output` or `method refusal-name`, one line each. */
export function recordAnswer(method: string, result: string): void {
  const folder = inject('plazaCoverage');
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.txt`), `${method} ${result}\n`);
}

/** Everything that any worker of the run has seen. */
export function readAnswers(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
  return new Set(files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n')));
}
