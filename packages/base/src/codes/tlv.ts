// EMVCo's form of a code: two digits of a name, two of a length in signs, and so many signs.

export type Field = { id: string; value: string };

/** A field holds up to 99 signs. */
export const maxFieldLength = 99;

/** Signs as people count them: EMVCo's lengths are of characters, not of bytes. */
const signsOf = (text: string) => Array.from(text);

/** The fields of a text in order; null where it is cut, or says a length that it does not have. */
export function parseFields(text: string): Field[] | null {
  const signs = signsOf(text);
  const fields: Field[] = [];
  const seen = new Set<string>();
  for (let at = 0; at < signs.length;) {
    const head = signs.slice(at, at + 4).join('');
    if (!/^\d{4}$/.test(head)) return null;
    const id = head.slice(0, 2);
    const length = Number(head.slice(2));
    const value = signs.slice(at + 4, at + 4 + length);
    if (length === 0 || value.length < length || seen.has(id)) return null;
    seen.add(id);
    fields.push({ id, value: value.join('') });
    at += 4 + length;
  }
  return fields;
}

/** Writes fields in the given order, leaving out those that are empty; null: one is too long. */
export function writeFields(fields: readonly Field[]): string | null {
  let text = '';
  for (const { id, value } of fields) {
    const { length } = signsOf(value);
    if (length > maxFieldLength) return null;
    if (length > 0) text += `${id}${String(length).padStart(2, '0')}${value}`;
  }
  return text;
}

/** CRC-16/CCITT-FALSE (polynomial 0x1021, begun at 0xFFFF), as four capital hex digits. */
export function crcOf(text: string): string {
  let crc = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      crc &= 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
