/** What can be taken out of a ZIP; more than this is none of a set of stickers. */
const mostFiles = 400;
const mostBytes = 2_000_000;
const [endMark, fileMark] = [0x06054b50, 0x02014b50];
const [stored, deflated] = [0, 8];

type Entry = { name: string; method: number; size: number; packed: number; at: number };

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  throw new Error('This is not a ZIP.');
}

function entriesOf(view: DataView): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > mostFiles) throw new Error('There are too many files in it.');
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (view.getUint32(at, true) !== fileMark) throw new Error('The ZIP is damaged.');
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, length));
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Unpacks, and stops as soon as it is more than the ZIP promised: a bomb gets no further. */
async function inflate(packed: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const out = new Uint8Array(most);
  let length = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    if (length + chunk.length > most) throw new Error('The ZIP is damaged.');
    out.set(chunk, length);
    length += chunk.length;
  }
  return out.subarray(0, length);
}

async function read(view: DataView, { at, method, size, packed }: Entry): Promise<Uint8Array> {
  if (size > mostBytes) throw new Error('A file in it is too large.');
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const bytes = new Uint8Array(view.buffer as ArrayBuffer, from, packed);
  if (method === stored) return bytes;
  if (method !== deflated) throw new Error('The ZIP is packed in an unknown way.');
  return inflate(bytes, size);
}

/** The files of a small ZIP, by name; each is unpacked when it is asked for. */
export function openZip(buffer: ArrayBuffer): Map<string, () => Promise<Uint8Array>> {
  const view = new DataView(buffer);
  return new Map(entriesOf(view).map((entry) => [entry.name, () => read(view, entry)]));
}
