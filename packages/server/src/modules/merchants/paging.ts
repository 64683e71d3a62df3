import { isUuid } from '@plaza/base';
import type { Place } from './store/orders.ts';

export type Page<T> = { rows: T[]; next: string | null };

/** A cursor is the time and the id of the last row of the page before. */
export function placeOf(cursor: string | null | undefined): Place | null | 'invalid' {
  if (cursor === null || cursor === undefined) return null;
  const [ms, id, ...more] = cursor.split('_');
  const isTime = ms !== undefined && /^\d{1,15}$/.test(ms);
  if (!isTime || id === undefined || !isUuid(id) || more.length > 0) return 'invalid';
  return { at: new Date(Number(ms)), id };
}

/** Of one row more than fits a page is made, and where it goes on. */
export function pageOf<T>(rows: readonly T[], limit: number, place: (row: T) => Place): Page<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: page, next: null };
  const { at, id } = place(last);
  return { rows: page, next: `${at.getTime()}_${id}` };
}
