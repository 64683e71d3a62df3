import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const worthwhile = /\.(?:js|css|html|json|svg|webmanifest|wasm)$/;
const smallestBytes = 1024;
const toGzip = promisify(gzip);
const toBrotli = promisify(brotliCompress);

async function compress(file: string): Promise<void> {
  if ((await stat(file)).size < smallestBytes) return;
  const content = await readFile(file);
  await Promise.all([
    writeFile(`${file}.gz`, await toGzip(content, { level: 9 })),
    writeFile(`${file}.br`, await toBrotli(content)),
  ]);
}

/** Writes `.gz` and `.br` beside each text file, so that the server never compresses a page. */
export function precompress(): Plugin {
  let folder = 'dist';
  return {
    name: 'plaza-precompress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      // After the service worker was written.
      order: 'post',
      sequential: true,
      async handler() {
        const names = await readdir(folder, { recursive: true });
        const files = names.filter((name) => worthwhile.test(name));
        for (const name of files) await compress(path.join(folder, name));
      },
    },
  };
}
