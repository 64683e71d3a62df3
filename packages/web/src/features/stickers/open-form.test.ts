import { expect, test } from 'vitest';
import { readOpenPack } from './open-form.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type File = { name: string; bytes: Bytes; packed?: boolean };

const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);

async function deflate(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Numbers of two or four bytes, the lowest first. */
function numbers(...all: readonly (readonly [value: number, size: 2 | 4])[]): number[] {
  return all.flatMap(([value, size]) =>
    Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256),
  );
}

/** A small ZIP, as other programs write it. */
async function zip(files: readonly File[]): Promise<ArrayBuffer> {
  const body: number[] = [];
  const index: number[] = [];
  for (const { name, bytes, packed = false } of files) {
    const data = packed ? await deflate(bytes) : bytes;
    const method = packed ? 8 : 0;
    const sizes = numbers([0, 4], [data.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]);
    const facts = [...numbers([20, 2], [0, 2], [method, 2], [0, 4]), ...sizes];
    const tail = numbers([0, 2], [0, 2], [0, 2], [0, 4], [body.length, 4]);
    index.push(...numbers([0x02014b50, 4], [20, 2]), ...facts, ...tail, ...bytesOf(name));
    body.push(...numbers([0x04034b50, 4]), ...facts, ...bytesOf(name), ...data);
  }
  const count = files.length;
  const end = numbers([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [index.length, 4]);
  return new Uint8Array([...body, ...index, ...end, ...numbers([body.length, 4], [0, 2])]).buffer;
}

const list = (value: unknown): File => ({
  name: 'stickers.json',
  bytes: bytesOf(JSON.stringify(value)),
  packed: true,
});

test('a set is read with its words and pictures, packed or not', async () => {
  const buffer = await zip([
    list({
      format: 'plaza-stickers',
      version: 1,
      title: 'Cats',
      stickers: [
        { file: '01.webp', alt: 'a cat that waves' },
        { file: '02.png' },
        { file: '03.svg', alt: 'no' },
        { file: 'missing.png', alt: 'no' },
      ],
    }),
    { name: '01.webp', bytes: bytesOf('one') },
    { name: '02.png', bytes: bytesOf('two two two'), packed: true },
    { name: '03.svg', bytes: bytesOf('<svg/>') },
  ]);
  const { title, stickers } = await readOpenPack(buffer);
  expect(title).toBe('Cats');
  expect(stickers.map(({ alt }) => alt)).toEqual(['a cat that waves', '🙂']);
  const pictures = await Promise.all(stickers.map(({ picture }) => picture()));
  expect(await Promise.all(pictures.map((blob) => blob.text()))).toEqual(['one', 'two two two']);
  expect(pictures.map(({ type }) => type)).toEqual(['image/webp', 'image/png']);
});

test('what is no set is refused: no ZIP, no list, more inside than was promised', async () => {
  await expect(readOpenPack(new TextEncoder().encode('x'.repeat(40)).buffer)).rejects.toThrow();
  await expect(readOpenPack(await zip([{ name: 'a', bytes: bytesOf('a') }]))).rejects.toThrow();
  const bomb = await zip([list({ title: 'x', stickers: [] })]);
  const view = new DataView(bomb);
  const at = new Uint8Array(bomb).findLastIndex(
    (byte, index, all) => byte === 0x50 && all[index + 2] === 1,
  );
  view.setUint32(at + 24, 3, true);
  await expect(readOpenPack(bomb)).rejects.toThrow('damaged');
});
