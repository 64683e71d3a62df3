import { methods } from '@plaza/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readAnswers } from './coverage.ts';

/** What no black-box test reached: each method accepted, each declared refusal refused. */
function gaps(seen: ReadonlySet<string>): string[] {
  return methods.flatMap(({ name, refusals }) =>
    ['output', 'invalid', ...refusals]
      .filter((result) => !seen.has(`${name} ${result}`))
      .map((result) => `${name}: ${result}`),
  );
}

/**
 * Counts, after the whole project ran, that every method was accepted at least once, refused
 * malformed input, and gave each of its declared refusals. A run of single files is not counted.
 */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'plaza-coverage-'));
  project.provide('plazaCoverage', folder);
  const whole = process.env.PLAZA_API_COVERAGE === 'all';
  return () => {
    const missing = whole ? gaps(readAnswers(folder)) : [];
    rmSync(folder, { recursive: true, force: true });
    if (missing.length === 0) return;
    throw new Error(`No black-box test reached:\n  ${missing.join('\n  ')}`);
  };
}
