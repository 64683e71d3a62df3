import type { StoredFile } from './types.ts';

const maxLength = 150;
/** Controls, what leads elsewhere in a file system, and what writes a name backwards. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*]/g;

const endings: Record<string, string> = { quicktime: 'mov', jpeg: 'jpg', 'octet-stream': 'bin' };

/** A name under which a file can be saved anywhere; from what somebody called it, if anything. */
export function attachmentName(
  { purpose, contentType }: Pick<StoredFile, 'purpose' | 'contentType'>,
  called: string,
): string {
  const subtype = contentType.slice(contentType.indexOf('/') + 1);
  const safe = called.normalize('NFC').replace(unsafe, ' ').replace(/\s+/g, ' ');
  const trimmed = safe.replace(/^[ .]+|[ .]+$/g, '');
  if (trimmed === '') return `${purpose}.${endings[subtype] ?? subtype}`;
  const letters = [...trimmed];
  if (letters.length <= maxLength) return trimmed;
  // Its ending tells a reader, and a machine, what it is.
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(trimmed)?.[0] ?? '';
  return letters.slice(0, maxLength - ending.length).join('') + ending;
}

/** RFC 6266: the name in ASCII for old clients, and as it is for all others. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/[%"\\]/g, '_');
  if (plain === name) return `${kind}; filename="${name}"`;
  const wellFormed = name.toWellFormed();
  const encoded = encodeURIComponent(wellFormed).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
