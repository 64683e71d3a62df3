/** The highest that a peak can be, as the contract has it. */
export const loudest = 31;

/**
 * Peaks made fewer or more, each 0 to 1: the loudest of a stretch stands for it. A message without
 * peaks is a flat line.
 */
export function barsOf(peaks: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to)) / loudest;
  });
}

/** What was heard while recording, 0 to 1 each, as at most `count` peaks of 0 to 31. */
export function peaksOf(levels: readonly number[], count = 64): number[] {
  const most = Math.min(count, levels.length);
  // A quiet voice is drawn as high as a loud one: the line shows speech, not how near it was.
  const top = Math.max(0.05, ...levels);
  return barsOf(
    levels.map((level) => (Math.max(0, level) / top) * loudest),
    most,
  ).map((bar) => Math.min(loudest, Math.round(bar * loudest)));
}
