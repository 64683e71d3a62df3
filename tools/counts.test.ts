import { expect, test } from 'vitest';
import { addCounts, countPlaywright, countVitest, describeCounts } from './counts.ts';

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
  expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  expect(countVitest({ success: false })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a flaky browser test and an error outside of tests are failures', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test('the sum is told plainly', () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  expect(describeCounts(addCounts([one, one]))).toBe('4 passed, 0 failed');
  expect(describeCounts({ passed: 1, failed: 1, skipped: 3 })).toBe(
    '1 passed, 1 failed, 3 skipped',
  );
});
