import { createHash } from 'node:crypto';
import { addressKey } from '../../../kernel/limits/index.ts';

/** Where somebody is; null: only their network is known. */
export type Place = { latitude: number; longitude: number } | null;

/** A place is one of these squares, about a kilometre wide everywhere. */
const rowsPerDegree = 100;

/** Only this is kept of a place: whoever reads the table does not learn where people were. */
function hashOf(digits: string, what: string): Buffer {
  return createHash('sha256').update(`${digits} ${what}`).digest();
}

/** So many squares go around the earth in this row; fewer towards the poles. */
function columnsOf(row: number): number {
  const latitude = (row + 0.5) / rowsPerDegree;
  return Math.max(1, Math.round(360 * rowsPerDegree * Math.cos((latitude * Math.PI) / 180)));
}

function square(row: number, longitude: number, step: number): string {
  const columns = columnsOf(row);
  const column = Math.floor(((longitude + 180) / 360) * columns) + step;
  return `${row}.${(column + columns) % columns}`;
}

/**
 * The square of a place first, then its neighbours: two people at one table may stand on both
 * sides of a border.
 */
export function squaresAround({ latitude, longitude }: NonNullable<Place>): string[] {
  const row = Math.floor(latitude * rowsPerDegree);
  const own = square(row, longitude, 0);
  const all = [row, row - 1, row + 1].flatMap((near) =>
    [0, -1, 1].map((step) => square(near, longitude, step)),
  );
  return [...new Set([own, ...all])];
}

/** Where to look for others with the same digits; the first is where one is oneself. */
export function placesOf(digits: string, place: Place, address: string): Buffer[] {
  if (place === null) return [hashOf(digits, `network ${addressKey(address)}`)];
  return squaresAround(place).map((name) => hashOf(digits, `square ${name}`));
}
