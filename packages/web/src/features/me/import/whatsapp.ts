import { archived, type Archive, type ArchivedMessage } from './archive.ts';

// The text that WhatsApp exports has no fixed form: it is written in the habits of the phone.
//   [22/11/2026, 14:05:33] Ana: hello          iPhone
//   22.11.26, 14:05 - Ana: hello               Android, Germany
//   11/22/26, 2:05 PM - Ana: hello             Android, USA
//   2026/11/22, 下午2:05 - Ana: hello          Android, China
// A line that does not begin so goes on with the message before.

const day = String.raw`(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})`;
const period = String.raw`(?:a\.?\s?m\.?|p\.?\s?m\.?|上午|下午|凌晨|中午|晚上)`;
const time = String.raw`(${period})?\s?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s?(${period})?`;
const line = new RegExp(String.raw`^\[?${day},?\s+${time}\]?(?:\s+[-–—])?\s+(.*)$`, 'iu');
const sender = /^([^:]{1,120}):\s(.*)$/u;

type Order = 'dmy' | 'mdy' | 'ymd';
type Head = { parts: [number, number, number]; at: [number, number, number]; rest: string };

const afternoon = /^(?:p|下午|晚上)/iu;
const midday = /^中午/u;

function hourOf(hour: number, mark: string): number {
  if (mark === '') return hour;
  if (midday.test(mark)) return hour < 11 ? hour + 12 : hour;
  return (hour % 12) + (afternoon.test(mark) ? 12 : 0);
}

/** What phones put between the parts for the direction of writing, and their narrow blanks. */
function plain(text: string): string {
  return text
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\u00a0\u202f]/gu, ' ');
}

function headOf(text: string): Head | null {
  const match = line.exec(text);
  if (match === null) return null;
  const [
    ,
    a = '',
    b = '',
    c = '',
    before = '',
    hour = '',
    minute = '',
    second,
    after = '',
    rest = '',
  ] = match;
  return {
    parts: [Number(a), Number(b), Number(c)],
    at: [hourOf(Number(hour), before || after), Number(minute), Number(second ?? 0)],
    rest,
  };
}

/** Which number is the day: told by one that can be nothing else; else by the clock's habit. */
function orderOf(heads: readonly Head[], hasPeriod: boolean): Order {
  if (heads.some(({ parts: [first] }) => first > 31)) return 'ymd';
  if (heads.some(({ parts: [first] }) => first > 12)) return 'dmy';
  if (heads.some(({ parts: [, second] }) => second > 12)) return 'mdy';
  return hasPeriod ? 'mdy' : 'dmy';
}

function dateOf({ parts: [a, b, c], at: [hour, minute, second] }: Head, order: Order): Date {
  const [year, month, dayOfMonth] =
    order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b];
  const full = year < 100 ? 2000 + year : year;
  return new Date(full, month - 1, dayOfMonth, hour, minute, second);
}

/** Reads the text that WhatsApp exports; null when no line of it has its form. */
export function parseWhatsApp(text: string, fileName: string): Archive | null {
  const blocks: { head: Head; lines: string[] }[] = [];
  for (const raw of plain(text).split(/\r?\n/u)) {
    const head = headOf(raw);
    if (head !== null) blocks.push({ head, lines: [head.rest] });
    else blocks.at(-1)?.lines.push(raw);
  }
  if (blocks.length === 0) return null;
  const hasPeriod = /\d\s?[ap]\.?\s?m\.?/iu.test(text.slice(0, 5_000));
  const order = orderOf(
    blocks.map(({ head }) => head),
    hasPeriod,
  );
  const messages = blocks.flatMap(({ head, lines }): ArchivedMessage[] => {
    const match = sender.exec(lines[0] ?? '');
    const [author, first] =
      match === null ? ['', lines[0] ?? ''] : [match[1] ?? '', match[2] ?? ''];
    const message = archived(author, [first, ...lines.slice(1)].join('\n'), dateOf(head, order));
    return message === null ? [] : [message];
  });
  const name = /(?:with|con|与|mit|avec)\s+(.+?)(?:\.txt)?$/iu.exec(fileName)?.[1] ?? '';
  return messages.length === 0 ? null : { source: 'whatsapp', name, messages };
}
