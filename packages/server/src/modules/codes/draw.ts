import type { Random } from '@plaza/base';
import { payCodeGraceSeconds, payCodesAtOnce, payCodeSeconds } from '@plaza/contract';

/** By which tills know what they read: the first digits of a pay code. */
const prefix = '13';
const halfDigits = 8;
const half = 10 ** halfDigits;

/** A code of eighteen digits, of which sixteen are chance. */
export function drawCode(random: Pick<Random, 'int'>): string {
  const digits = () => String(random.int(half)).padStart(halfDigits, '0');
  return prefix + digits() + digits();
}

export type DrawnCode = { code: string; from: Date; until: Date; validUntil: Date };

/** The codes of a device for the next minutes: one for each, taken a little longer than shown. */
export function drawCodes(random: Pick<Random, 'int'>, now: Date): DrawnCode[] {
  return Array.from({ length: payCodesAtOnce }, (_, at) => {
    const fromMs = now.getTime() + at * payCodeSeconds * 1_000;
    const untilMs = fromMs + payCodeSeconds * 1_000;
    return {
      code: drawCode(random),
      from: new Date(fromMs),
      until: new Date(untilMs),
      validUntil: new Date(untilMs + payCodeGraceSeconds * 1_000),
    };
  });
}
