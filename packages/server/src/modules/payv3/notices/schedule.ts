// When a back end that did not take what it was told is told again, as APIv3 does: 15 more times.

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

export const retryWaitsMs: readonly number[] = [
  ...[15 * second, 15 * second, 30 * second, 3 * minute, 10 * minute, 20 * minute],
  ...[30 * minute, 30 * minute, 30 * minute, 60 * minute],
  ...[3 * hour, 3 * hour, 3 * hour, 6 * hour, 6 * hour],
];

/** How long to wait after so many tries that failed; null: it is given up. */
export function waitAfterMs(failures: number): number | null {
  return retryWaitsMs[failures - 1] ?? null;
}
