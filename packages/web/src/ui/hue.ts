/** FNV-1a: the same id gives the same colour on every device. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const unit of text) {
    value ^= unit.codePointAt(0) ?? 0;
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  return value;
}

/** Hues far enough apart to be told from each other, in degrees of OKLCH. */
const hues = [20, 45, 75, 105, 150, 185, 215, 245, 275, 300, 325, 350] as const;

/** The hue of the drawn avatar of an id, in degrees. */
export function hueOf(id: string): number {
  return hues[hash(id) % hues.length] ?? hues[0];
}

/** The first letter that a person would call the initial; empty for an empty name. */
export function initialOf(name: string): string {
  const first = [...new Intl.Segmenter().segment(name.trim())][0]?.segment ?? '';
  return first.toLocaleUpperCase();
}
