import { barsOf } from '@plaza/base/codes';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { expect, test } from 'vitest';

const marginUnits = 10;
const unitPx = 3;
const heightPx = 60;

/** The types of a page know no Node, in which tests run. */
async function readWasm(): Promise<ArrayBuffer> {
  type Files = { readFile(path: URL): Promise<{ buffer: ArrayBuffer }> };
  const name = ['node', 'fs/promises'].join(':');
  const files = (await import(/* @vite-ignore */ name)) as Files;
  const path = import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm');
  return (await files.readFile(new URL(path))).buffer;
}

/** What a camera sees of the bars. */
function drawn(digits: string) {
  const { bars, width } = barsOf(digits);
  const widthPx = (width + 2 * marginUnits) * unitPx;
  const data = new Uint8ClampedArray(widthPx * heightPx * 4).fill(255);
  for (const { from, width: units } of bars) {
    for (let y = 0; y < heightPx; y += 1) {
      for (let x = 0; x < units * unitPx; x += 1) {
        const pixel = y * widthPx + (from + marginUnits) * unitPx + x;
        data.fill(0, pixel * 4, pixel * 4 + 3);
      }
    }
  }
  return { data, width: widthPx, height: heightPx, colorSpace: 'srgb' } as never;
}

test('a reader that we did not write reads what was drawn', async () => {
  const wasmBinary = await readWasm();
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  for (const digits of ['130061098828009406', '139999999999999999', '130000000000000000', '42']) {
    const [found] = await readBarcodes(drawn(digits), { formats: ['Code128'] });
    expect(found).toMatchObject({ isValid: true, text: digits });
  }
});

test('only pairs of digits are written', () => {
  expect(() => barsOf('123')).toThrow('pairs');
  expect(() => barsOf('12a4')).toThrow('pairs');
});
