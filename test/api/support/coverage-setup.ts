import { eventList, methods, type Method } from '@plaza/contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readAnswers } from './coverage.ts';

/** What a black-box test must have got from a method at least once. */
function wantedOf({ name, refusals, auth }: Method): string[] {
  const judged = auth === 'public' ? [] : ['unauthenticated'];
  if (auth === 'operator') judged.push('forbidden');
  return ['output', 'invalid', ...judged, ...refusals].map((result) => `${name} ${result}`);
}

/** What no black-box test reached: answers of methods, and events. */
function gaps(seen: ReadonlySet<string>): string[] {
  const told = eventList.map(({ name }) => `${name} told`);
  return [...methods.flatMap(wantedOf), ...told].filter((wanted) => !seen.has(wanted));
}

/**
 * Counts, after the whole project ran, that every method was accepted at least once, refused
 * malformed input and strangers, and gave each of its declared refusals, and that every event was
 * told. A run of single files is not counted.
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
