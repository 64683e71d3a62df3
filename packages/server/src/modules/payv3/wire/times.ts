// APIv3 writes times as RFC 3339 with seconds and an offset. Ours are in UTC, like the books.

/** `2026-11-23T10:34:56+00:00`. */
export function wireTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+00:00`;
}

/** As in bills: `2026-11-23 10:34:56`. */
export function billTime(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** As in service orders: `20261123103456`. */
export function compactTime(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '');
}

const wirePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Null: it is no time. */
export function readWireTime(text: string): Date | null {
  if (!wirePattern.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms);
}

/** Whether a text is a day that there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
