import { cleanLine } from '@plaza/base';

/** What a page says of itself, as text. */
export type PageFacts = {
  siteName: string;
  title: string;
  description: string;
  imageUrl: string | null;
};

const named: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…', copy: '©' },
  ...{ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', laquo: '«' },
  ...{ raquo: '»', middot: '·', bull: '•', reg: '®', trade: '™', euro: '€', deg: '°' },
};

function decodeEntity(whole: string, body: string): string {
  if (!body.startsWith('#')) return named[body.toLowerCase()] ?? whole;
  const isHex = body[1] === 'x' || body[1] === 'X';
  const code = Number.parseInt(body.slice(isHex ? 2 : 1), isHex ? 16 : 10);
  const isText = code > 0 && code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
  return isText ? String.fromCodePoint(code) : '';
}

function cleanText(raw: string, most: number): string {
  const decoded = raw.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, decodeEntity);
  return cleanLine(decoded, most);
}

// A name is short and has a beginning, or a long run of letters would be tried from each of them.
const attribute =
  /(?<![a-z0-9:-])([a-z][a-z0-9:-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

function readAttributes(tag: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.matchAll(attribute)) {
    found.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return found;
}

/** What is between these is not text of the page. */
const skipped = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'textarea']);
const maxTags = 5_000;
const maxTagLength = 8_192;

type Reading = {
  html: string;
  lower: string;
  at: number;
  meta: Map<string, string>;
  title: string;
};

/** Goes past a comment or the content of an element that is no text. */
function skip(reading: Reading, until: string): void {
  const end = reading.lower.indexOf(until, reading.at);
  reading.at = end === -1 ? reading.html.length : end + until.length;
}

function takeMeta({ meta }: Reading, tag: string): void {
  const attributes = readAttributes(tag);
  const name = (attributes.get('property') ?? attributes.get('name') ?? '').toLowerCase();
  const content = attributes.get('content');
  if (name !== '' && content !== undefined && !meta.has(name)) meta.set(name, content);
}

/** Reads one tag that begins at a `<`; false when nothing more is of use. */
function takeTag(reading: Reading): boolean {
  const { html, at } = reading;
  const name = /^<([a-z][a-z0-9]*)/i.exec(html.slice(at, at + 32))?.[1]?.toLowerCase();
  if (name === undefined) {
    if (html.startsWith('<!--', at)) skip(reading, '-->');
    else reading.at += 1;
    return true;
  }
  const end = html.indexOf('>', at);
  if (end === -1 || name === 'body') return false;
  reading.at = end + 1;
  const tag = html.slice(at, Math.min(end, at + maxTagLength));
  if (name === 'meta') takeMeta(reading, tag);
  if (skipped.has(name)) skip(reading, `</${name}`);
  if (name === 'title' && reading.title === '') {
    const close = reading.lower.indexOf('</title', reading.at);
    reading.title = html
      .slice(reading.at, close === -1 ? reading.at + 1_000 : close)
      .slice(0, 1_000);
  }
  return true;
}

/**
 * Reads title, description and picture from the head of a page. Nothing is run and no markup
 * comes out: what it gives is text, and shown as text.
 */
export function readPage(html: string): PageFacts | null {
  const lower = html.toLowerCase();
  const reading: Reading = { html, lower, at: 0, meta: new Map(), title: '' };
  for (let tags = 0; tags < maxTags; tags += 1) {
    reading.at = html.indexOf('<', reading.at);
    if (reading.at === -1 || !takeTag(reading)) break;
  }
  const first = (...names: string[]) =>
    names.map((name) => reading.meta.get(name) ?? '').find((value) => value.trim() !== '') ?? '';
  const title = cleanText(first('og:title', 'twitter:title') || reading.title, 300);
  if (title === '') return null;
  const image = first('og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image');
  return {
    title,
    siteName: cleanText(first('og:site_name', 'application-name'), 100),
    description: cleanText(first('og:description', 'description', 'twitter:description'), 500),
    imageUrl: image === '' ? null : cleanText(image, 2_000),
  };
}
