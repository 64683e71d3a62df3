import { thumbHashToDataURL } from 'thumbhash';

const mostKept = 200;
const drawn = new Map<string, string | null>();

function draw(hash: string): string | null {
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(hash), (unit) => unit.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** The blurred picture that stands in for one that is not there yet; null when it has none. */
export function placeholderOf(hash: string): string | null {
  if (hash === '') return null;
  const known = drawn.get(hash);
  if (known !== undefined) return known;
  const made = draw(hash);
  const oldest = drawn.keys().next().value;
  if (drawn.size >= mostKept && oldest !== undefined) drawn.delete(oldest);
  drawn.set(hash, made);
  return made;
}
