/** How many tests a runner ran, read from its JSON report. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Passed only when tried again: nothing is red, and yet something is wrong. */
  readonly flaky: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0, flaky: 0 };

interface VitestReport {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numPendingTests?: number;
  readonly numTodoTests?: number;
  readonly success?: boolean;
  readonly testResults?: readonly {
    readonly status?: string;
    readonly assertionResults?: readonly unknown[];
  }[];
}

interface PlaywrightSuite {
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly stats?: {
    readonly expected?: number;
    readonly unexpected?: number;
    readonly flaky?: number;
    readonly skipped?: number;
  };
  readonly errors?: readonly unknown[];
  readonly suites?: readonly PlaywrightSuite[];
}

/** Counts of a Vitest report. A file that could not even be loaded counts as one failure. */
export function countVitest(report: VitestReport): Counts {
  const unloaded = (report.testResults ?? []).filter(
    (file) => file.status === 'failed' && (file.assertionResults ?? []).length === 0,
  ).length;
  const failed = (report.numFailedTests ?? 0) + unloaded;
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.success === false ? Math.max(failed, 1) : failed,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    flaky: 0,
  };
}

/** Counts of a Playwright report. */
export function countPlaywright(report: PlaywrightReport): Counts {
  const stats = report.stats ?? {};
  return {
    passed: stats.expected ?? 0,
    failed: (stats.unexpected ?? 0) + (report.errors ?? []).length,
    skipped: stats.skipped ?? 0,
    flaky: stats.flaky ?? 0,
  };
}

/** The tests of a Playwright report that passed only when they were tried again, by their names. */
export function flakyTests(report: Pick<PlaywrightReport, 'suites'>): string[] {
  return (report.suites ?? []).flatMap(flakyIn);
}

function flakyIn({ specs = [], suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'flaky')
      .map(({ projectName }) => `[${projectName}] ${file}:${line} ${title}`),
  );
  return [...own, ...suites.flatMap(flakyIn)];
}

/** One line for each of them; no line when there is none. */
export function describeFlaky(names: readonly string[]): string[] {
  return names.map((name) => `passed only at the second try, mend it: ${name}`);
}

/** The sum over all runners. */
export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      flaky: sum.flaky + one.flaky,
    }),
    noCounts,
  );
}

/** `12 passed, 0 failed`, and the skipped and flaky ones only when there are any. */
export function describeCounts({ passed, failed, skipped, flaky }: Counts): string {
  const more = Object.entries({ skipped, flaky }).filter(([, count]) => count > 0);
  return [
    `${passed} passed`,
    `${failed} failed`,
    ...more.map(([name, count]) => `${count} ${name}`),
  ].join(', ');
}
