import { expect, test } from 'vitest';
import {
  addCounts,
  countPlaywright,
  countVitest,
  describeCounts,
  describeFlaky,
  flakyTests,
} from './counts.ts';

test('a test file that does not load is a failure, not nothing', () => {
  const report = {
    success: false,
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 0, flaky: 0 });
  expect(countVitest({ success: false })).toMatchObject({ passed: 0, failed: 1 });
});

test('an error outside of browser tests is a failure, a flaky test is neither', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  const counts = countPlaywright({ stats, errors: [{}] });
  expect(counts).toEqual({ passed: 4, failed: 2, skipped: 2, flaky: 1 });
});

test('a flaky browser test is named, however deep it is described', () => {
  const at = { file: 'pay.spec.ts', line: 7 };
  const phone = { projectName: 'phone', status: 'expected' };
  const desktop = { projectName: 'desktop', status: 'flaky' };
  const suites = [{ suites: [{ specs: [{ ...at, title: 'it pays', tests: [phone, desktop] }] }] }];
  const line = 'passed only at the second try, mend it: [desktop] pay.spec.ts:7 it pays';
  expect(describeFlaky(flakyTests({ suites }))).toEqual([line]);
  expect(describeFlaky(flakyTests({}))).toEqual([]);
});

test('the sum is told plainly', () => {
  const one = { passed: 2, failed: 0, skipped: 0, flaky: 0 };
  expect(describeCounts(addCounts([one, one]))).toBe('4 passed, 0 failed');
  expect(describeCounts({ passed: 1, failed: 1, skipped: 3, flaky: 2 })).toBe(
    '1 passed, 1 failed, 3 skipped, 2 flaky',
  );
});
