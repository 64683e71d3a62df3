import type { Place } from '../kinds/places.ts';

/** Two numbers, as maps write them: `48.8584, 2.2945`; null when they are no place on earth. */
export function parsePlace(text: string): Place | null {
  const found = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/u.exec(text);
  if (found === null) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
