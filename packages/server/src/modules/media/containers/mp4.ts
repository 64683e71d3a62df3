import { blank, readHead } from './boxes.ts';
import { check, type Bytes, type Container, type Edit } from './bytes.ts';
import { readMovie } from './movie.ts';
import type { Stretch } from './samples.ts';

const maxMovieBytes = 48 * 1024 * 1024;
const maxBoxes = 50_000;

/** Boxes of a file that playing needs; what else is there is blanked. */
const kept = new Set([
  ...['ftyp', 'moov', 'mdat', 'moof', 'mfra', 'sidx', 'ssix', 'styp', 'pdin', 'prft'],
]);

/** Films and sound. Pictures (HEIF, AVIF) are of the same family, and are none of these. */
const brands =
  /^(isom|iso[2-9a]|mp4[12]|avc1|M4[VAP] |qt {2}|3g[gpr]\d|3g2[abc]|dash|ms[dn][vh]|mmp4|f4v )/;

type FileBox = { type: string; start: number; body: number; end: number };

async function readFileBoxes(file: Bytes): Promise<FileBox[]> {
  const boxes: FileBox[] = [];
  for (let at = 0; at < file.size;) {
    const left = file.size - at;
    const { type, headLength, size } = readHead(await file.read(at, Math.min(16, left)), left);
    boxes.push({ type, start: at, body: at + headLength, end: at + size });
    check(boxes.length <= maxBoxes, 'too many boxes');
    at += size;
  }
  return boxes;
}

async function readBrand(file: Bytes, [first]: readonly FileBox[]): Promise<string> {
  check(first?.type === 'ftyp', 'does not say what it is');
  check(first.end - first.body >= 8 && first.end - first.start <= 4096, 'odd kind of file');
  const body = await file.read(first.body, first.end - first.body);
  const named = [0, ...Array.from({ length: (body.length - 8) >> 2 }, (_, n) => 8 + 4 * n)];
  const known = named.map((at) => body.toString('latin1', at, at + 4)).find((b) => brands.test(b));
  check(known !== undefined, 'neither film nor sound');
  return body.toString('latin1', 0, 4);
}

function moved(edits: readonly Edit[], by: number): Edit[] {
  return edits.map((edit) => ({ ...edit, at: edit.at + by }));
}

function blankRest(boxes: readonly FileBox[]): Edit[] {
  return boxes.filter(({ type }) => !kept.has(type)).flatMap((box) => blank(box));
}

/** Reads an MP4 or QuickTime file without its media data, however large that is. */
export async function readMp4(file: Bytes): Promise<Container> {
  const boxes = await readFileBoxes(file);
  const brand = await readBrand(file, boxes);
  const movies = boxes.filter(({ type }) => type === 'moov');
  const data = boxes.filter(({ type }) => type === 'mdat');
  const [moov] = movies;
  check(moov !== undefined && movies.length === 1 && data.length > 0, 'not one movie with data');
  check(moov.end - moov.start <= maxMovieBytes, 'the movie box is too large');
  const isMedia = ({ start, end }: Stretch) =>
    data.some((box) => start >= box.body && end <= box.end);
  const bytes = await file.read(moov.start, moov.end - moov.start);
  const { edits, mediaEdits, hasVideo, hasAudio, ...facts } = readMovie(bytes, isMedia);
  check(hasVideo || hasAudio, 'nothing to see or hear');
  const family = hasVideo ? 'video' : 'audio';
  const subtype = hasVideo && brand.startsWith('qt') ? 'quicktime' : 'mp4';
  return {
    ...facts,
    ...{ contentType: `${family}/${subtype}`, hasVideo },
    edits: [...moved(edits, moov.start), ...mediaEdits, ...blankRest(boxes)],
  };
}
