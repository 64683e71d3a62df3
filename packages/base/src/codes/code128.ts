import { assert } from '../assert.ts';

// Code 128, set C (ISO/IEC 15417): two digits a sign, each three bars and three gaps of one to
// four units. Tills read it with one line of light, where a QR code needs a camera.

/** The widths of bars and gaps of the signs 0 to 105, as the standard lists them. */
const widths = `
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232`
  .trim()
  .split(/\s+/);
const startC = 105;
const stop = '2331112';

/** The numbers of the signs of an even number of digits: the start, the pairs, the check. */
function signsOf(digits: string): number[] {
  assert(/^(?:\d\d)+$/.test(digits), 'set C writes pairs of digits');
  const pairs = [...digits.matchAll(/\d\d/g)].map(([pair]) => Number(pair));
  const sum = pairs.reduce((before, pair, at) => before + pair * (at + 1), startC);
  return [startC, ...pairs, sum % 103];
}

export type Bar = { from: number; width: number };

/** The dark bars, and how many units wide the whole is without its margins. */
export function barsOf(digits: string): { bars: Bar[]; width: number } {
  const runs = signsOf(digits).map((sign) => widths[sign] ?? '');
  const bars: Bar[] = [];
  let at = 0;
  let isDark = true;
  for (const unit of `${runs.join('')}${stop}`) {
    const width = Number(unit);
    if (isDark) bars.push({ from: at, width });
    at += width;
    isDark = !isDark;
  }
  return { bars, width: at };
}
