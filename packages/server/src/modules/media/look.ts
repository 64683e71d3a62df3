import { open, readFile } from 'node:fs/promises';
import { cleanImage, type FileFacts, type FileKind } from '../../kernel/files/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { cleanContainer, readContainer, type Container } from './containers/index.ts';

/** What is to be kept of an upload: other bytes, or the file itself, cleaned in its place. */
export type Looked = FileFacts & { contentType: string; bytes: Uint8Array | null };
export type Look = (path: string, size: number) => Promise<Outcome<Looked, 'file_refused'>>;

export const maxImageBytes = 50 * 1_048_576;
/** Wider ones no phone shows, and a small file could pretend to be one. */
const bounds = { maxSide: 16_384, maxPixels: 100_000_000, animated: true };
const maxVideoSide = 16_384;

const refuse = (reason: string) => no('file_refused', { reason });

const lookAtImage: Look = async (path, size) => {
  if (size > maxImageBytes) return refuse('too_large');
  const image = cleanImage(await readFile(path), bounds);
  if (!image.ok) return refuse(image.reason);
  return yes({ kind: 'image', durationMs: null, ...image.value });
};

function judge(container: Container, kind: 'video' | 'audio'): string | null {
  if (container.hasVideo !== (kind === 'video')) return `not_${kind}`;
  const { width, height } = container;
  if (kind === 'audio') return null;
  if (width === null || height === null || width < 1 || height < 1) return 'no_picture';
  return Math.max(width, height) > maxVideoSide ? 'too_large' : null;
}

/** Only the container is read and cleaned, in its place: a film is too large to be copied. */
function lookAtStream(kind: 'video' | 'audio'): Look {
  return async (path, size) => {
    const handle = await open(path, 'r+');
    try {
      const container = await readContainer(handle, size);
      if (typeof container === 'string') return refuse(container);
      const refused = judge(container, kind);
      if (refused !== null) return refuse(refused);
      await cleanContainer(handle, container);
      const { contentType, durationMs, width, height } = container;
      const shown = kind === 'video' ? { width, height } : { width: null, height: null };
      return yes({ kind, contentType, durationMs, ...shown, bytes: null });
    } finally {
      await handle.close();
    }
  };
}

/** A name for what it is, for an icon; such a file is only ever downloaded. */
const names: [start: string, contentType: string][] = [
  ['%PDF-', 'application/pdf'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/gzip'],
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
];

const lookAtFile: Look = async (path) => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    const found = names.find(([beginning]) => start.startsWith(beginning));
    const contentType = found?.[1] ?? 'application/octet-stream';
    const facts = { width: null, height: null, durationMs: null };
    return yes({ kind: 'file', contentType, bytes: null, ...facts });
  } finally {
    await handle.close();
  }
};

/** What each kind must be, by its bytes alone. */
export const looks: Record<FileKind, Look> = {
  image: lookAtImage,
  video: lookAtStream('video'),
  audio: lookAtStream('audio'),
  file: lookAtFile,
};
