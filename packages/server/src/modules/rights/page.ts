import { createHash } from 'node:crypto';
import type { Words } from './words/index.ts';

/** The look of the pages. It is the only thing that their policy lets through. */
const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-inline-size: 46rem; margin-inline: auto; padding: 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-block: .25rem .75rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0 }
dt { color: GrayText } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
article, section { border: 1px solid color-mix(in srgb, CanvasText 20%, Canvas);
  border-radius: .75rem; padding: .75rem 1rem; margin-block: .75rem }
img { max-inline-size: 100%; max-block-size: 20rem; border-radius: .5rem }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr } dd { margin-block-end: .5rem } }
`;

const styleHash = createHash('sha256').update(style).digest('base64');
const policy =
  `default-src 'none'; style-src 'sha256-${styleHash}'; ` +
  `img-src 'self' file:; media-src 'self' file:`;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A relative address of a file in the ZIP, from a page `depth` folders down. */
export function linkTo(path: string, depth: number): string {
  return escapeHtml('../'.repeat(depth) + path.split('/').map(encodeURIComponent).join('/'));
}

export function pageStart(words: Words, title: string): string {
  return (
    `<!doctype html>\n<html lang="${words.language}">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<title>${escapeHtml(title)}</title>\n<style>${style}</style>\n</head>\n<body>\n<main>\n` +
    `<h1>${escapeHtml(title)}</h1>\n`
  );
}

export const pageEnd = '</main>\n</body>\n</html>\n';

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A time as people of the language write it, in UTC and saying so. */
export function showTime(words: Words, at: Date): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(words.language, options).format(at)} UTC`;
}

function showText(words: Words, text: string): string {
  if (isoTime.test(text)) {
    return `<time datetime="${text}">${escapeHtml(showTime(words, new Date(text)))}</time>`;
  }
  return text === '' ? escapeHtml(words.none) : `<span dir="auto">${escapeHtml(text)}</span>`;
}

/** The name of a field: from the dictionary, or its letters taken apart. */
export function showField(words: Words, field: string): string {
  const apart = field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  const known = Object.hasOwn(words.fields, field) ? words.fields[field] : undefined;
  return known ?? apart.charAt(0).toUpperCase() + apart.slice(1);
}

/** Any value of an export, to be read by people. */
export function showValue(words: Words, value: unknown): string {
  if (value === null || value === undefined) return escapeHtml(words.none);
  if (typeof value === 'boolean') return escapeHtml(value ? words.yes : words.no);
  if (typeof value === 'string') return showText(words, value);
  if (value instanceof Date) return showText(words, value.toISOString());
  if (Array.isArray(value)) {
    if (value.length === 0) return escapeHtml(words.none);
    if (value.every((item) => typeof item !== 'object')) {
      return value.map((item) => showValue(words, item)).join(', ');
    }
    return value.map((item) => `<article>${showValue(words, item)}</article>`).join('\n');
  }
  if (typeof value !== 'object') return escapeHtml(String(value as number | bigint));
  const rows = Object.entries(value).map(
    ([key, inner]) =>
      `<dt>${escapeHtml(showField(words, key))}</dt><dd>${showValue(words, inner)}</dd>`,
  );
  return `<dl>${rows.join('\n')}</dl>`;
}

/** A page about one file of the export, piece by piece. */
export function* contentPage(
  words: Words,
  { title, content, back }: { title: string; content: unknown; back: string },
): Generator<string> {
  yield pageStart(words, title);
  yield `<p><a href="${back}">${escapeHtml(words.back)}</a></p>\n`;
  const items: readonly unknown[] = Array.isArray(content) ? content : [content];
  if (items.length === 0) yield `<p>${escapeHtml(words.none)}</p>\n`;
  for (const item of items) yield `<article>${showValue(words, item)}</article>\n`;
  yield pageEnd;
}
