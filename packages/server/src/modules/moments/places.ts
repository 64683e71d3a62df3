import { isUuid } from '@plaza/base';
import type { Place } from './types.ts';

/** The place of something in a list by time, as a cursor tells it. */
export function cursorOf({ at, id }: { at: Date; id: string }): string {
  return `${at.getTime()}.${id}`;
}

/** Null for what is no cursor of ours. */
export function placeOf(cursor: string): Place | null {
  const [ms = '', id = ''] = cursor.split('.', 2);
  return /^\d{1,15}$/.test(ms) && isUuid(id) ? { atMs: Number(ms), id } : null;
}

type Read = { before: Place | null; after: Place | null };

/** The places that were asked for; null when one of them is none. */
export function placesOf(asked: {
  before?: string | undefined;
  after?: string | undefined;
}): Read | null {
  const before = asked.before === undefined ? null : placeOf(asked.before);
  const after = asked.after === undefined ? null : placeOf(asked.after);
  const isWrong =
    (asked.before !== undefined && before === null) ||
    (asked.after !== undefined && after === null);
  return isWrong ? null : { before, after };
}
