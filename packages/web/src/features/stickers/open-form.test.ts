import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readOpenPack } from './open-form.ts';

type File = { name: string; bytes: Buffer; packed?: boolean };

/** A small ZIP, as other programs write it. */
function zip(files: readonly File[]): ArrayBuffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, packed = false } of files) {
    const data = packed ? deflateRawSync(bytes) : bytes;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(packed ? 8 : 0, 4);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    const made = Buffer.from([20, 0]);
    index.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), made, facts, tail, Buffer.from(name)]),
    );
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  const whole = Buffer.concat([...parts, directory, Buffer.from('PK\u0005\u0006'), end]);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length) as ArrayBuffer;
}

const list = (value: unknown): File => ({
  name: 'stickers.json',
  bytes: Buffer.from(JSON.stringify(value)),
  packed: true,
});

test('a set is read with its words and pictures, packed or not', async () => {
  const buffer = zip([
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
    { name: '01.webp', bytes: Buffer.from('one') },
    { name: '02.png', bytes: Buffer.from('two two two'), packed: true },
    { name: '03.svg', bytes: Buffer.from('<svg/>') },
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
  await expect(readOpenPack(zip([{ name: 'a', bytes: Buffer.from('a') }]))).rejects.toThrow();
  const bomb = zip([list({ title: 'x', stickers: [] })]);
  const view = new DataView(bomb);
  const at = new Uint8Array(bomb).findLastIndex(
    (byte, index, all) => byte === 0x50 && all[index + 2] === 1,
  );
  view.setUint32(at + 24, 3, true);
  await expect(readOpenPack(bomb)).rejects.toThrow('damaged');
});
