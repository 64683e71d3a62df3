import { present, seededRandom } from '@plaza/base';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Upload } from 'tus-js-client';
import { openCity, type SimCity } from '../test/sim/chat/city.ts';
import { signIn } from '../test/sim/chat/simulate.ts';
import { rounded } from './lib/figures.ts';

// `npm run bench -- media [--quick]`: a file of a gibibyte (quick: 128 MiB) through a whole server
// process by the client's library, over a line that is cut twice; taken, and read again by range.
// The content is made as it is sent, and compared by its SHA-256. Ends with an error when the
// server's memory grows with the file.

const isQuick = process.argv.includes('--quick');
const mebibyte = 1_048_576;
const sizeBytes = (isQuick ? 128 : 1_024) * mebibyte;
const blockBytes = mebibyte;
const mayGrowBytes = 200 * mebibyte;

/** Block `n` of the file; each is different. */
function block(n: number): Buffer {
  const bytes = Buffer.alloc(blockBytes, n % 251);
  bytes.writeUInt32LE(n, 0);
  return bytes;
}

/** What the library reads from: the file as it would lie on a device, a slice at a time. */
function createReader() {
  return {
    openFile: async () => ({
      size: sizeBytes,
      async slice(start: number, end: number) {
        const stop = Math.min(end, sizeBytes);
        const parts: Buffer[] = [];
        for (let at = start; at < stop;) {
          const n = Math.floor(at / blockBytes);
          const to = Math.min(stop, (n + 1) * blockBytes);
          parts.push(block(n).subarray(at - n * blockBytes, to - n * blockBytes));
          at = to;
        }
        // The library asks the value itself for its size.
        const value = Object.assign(Buffer.concat(parts), { size: stop - start });
        return { value, done: stop >= sizeBytes };
      },
      close() {},
    }),
  };
}

async function residentBytes({ server }: SimCity, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const text = await (await fetch(`${server.origin}/metrics`, { headers })).text();
  return Number(/^plaza_process_resident_memory_bytes (\S+)/m.exec(text)?.[1] ?? Number.NaN);
}

/** Sends until the line is cut, or to the end; answers where the upload lives. */
function sendUntil(origin: string, token: string, from: { url: string | null; cutAt: number }) {
  return new Promise<{ url: string; isDone: boolean }>((resolve, reject) => {
    const tus: Upload = new Upload(Readable.from([]) as never, {
      endpoint: `${origin}/uploads`,
      ...(from.url === null ? {} : { uploadUrl: from.url }),
      uploadSize: sizeBytes,
      fileReader: createReader() as never,
      headers: { authorization: `Bearer ${token}` },
      chunkSize: 4 * mebibyte,
      retryDelays: [],
      onSuccess: () => resolve({ url: tus.url ?? '', isDone: true }),
      onError: reject,
      onProgress(sent) {
        if (sent < from.cutAt) return;
        // In the middle of a part: what came of it stays.
        void tus.abort().then(() => resolve({ url: tus.url ?? '', isDone: false }));
      },
    });
    tus.start();
  });
}

async function call(origin: string, token: string, input: object) {
  const answer = await fetch(`${origin}/rpc/media.takeUpload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { media: { fileId: string; sizeBytes: number } }).media;
}

async function hashOf(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const sum = createHash('sha256');
  for await (const part of parts) sum.update(part);
  return sum.digest('hex');
}

function* content(): Iterable<Buffer> {
  for (let n = 0; n * blockBytes < sizeBytes; n += 1) yield block(n);
}

async function main(): Promise<void> {
  await using city = await openCity({ people: 2, random: seededRandom(1) });
  const { origin } = city.server;
  const token = await signIn(city, present(city.people[0], 'somebody lives here'));
  const before = await residentBytes(city, token);
  let peak = before;
  const watch = setInterval(() => {
    residentBytes(city, token).then(
      (now) => (peak = Math.max(peak, now)),
      () => undefined,
    );
  }, 200);
  const started = performance.now();
  let url: string | null = null;
  for (const cutAt of [sizeBytes * 0.3, sizeBytes * 0.7, Infinity]) {
    ({ url } = await sendUntil(origin, token, { url, cutAt }));
  }
  const sentMs = performance.now() - started;
  const uploadId = (url ?? '').split('/').at(-1) ?? '';
  const file = await call(origin, token, { uploadId, as: 'file' });
  const takenMs = performance.now() - started - sentMs;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${origin}/media/${file.fileId}`, { headers });
  const read = await hashOf(answer.body as unknown as AsyncIterable<Uint8Array>);
  const readMs = performance.now() - started - sentMs - takenMs;
  clearInterval(watch);
  const isSame = read === (await hashOf(content()));
  const perSecond = (ms: number) => rounded(sizeBytes / mebibyte / (ms / 1000), 0);
  const grewMb = rounded((peak - before) / mebibyte, 0);
  console.log(
    JSON.stringify({
      bench: 'media',
      mebibytes: sizeBytes / mebibyte,
      cuts: 2,
      isSame,
      ...{ sentPerSecond: perSecond(sentMs), takenMs: rounded(takenMs, 0) },
      ...{ readPerSecond: perSecond(readMs), memoryGrewMb: grewMb, quick: isQuick },
    }),
  );
  if (!isSame || !(peak - before < mayGrowBytes)) process.exitCode = 1;
}

await main();
process.exit();
