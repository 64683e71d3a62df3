/** A message of another messenger, as its export tells it. */
export type ArchivedMessage = { author: string; text: string; sentAt: string };

export type Archive = {
  source: 'whatsapp' | 'telegram';
  /** What the conversation was called there; empty when the file does not say. */
  name: string;
  messages: ArchivedMessage[];
};

export const longestText = 10_000;
export const longestAuthor = 80;

const cut = (text: string, most: number): string => {
  const points = [...text];
  return points.length <= most ? text : points.slice(0, most).join('');
};

/** A message as the server takes it; null when nothing is in it. */
export function archived(author: string, text: string, at: Date): ArchivedMessage | null {
  const words = text.replaceAll('\u0000', '').trim();
  if (words === '' || Number.isNaN(at.getTime())) return null;
  return {
    author: cut(author.trim(), longestAuthor),
    text: cut(words, longestText),
    sentAt: at.toISOString(),
  };
}

/** The server takes so many at once, and no call of more than 256 kB. */
const mostAtOnce = 500;
const mostBytes = 150_000;

/** The messages of the next call: as many as it holds, and always one. */
export function batchFrom(messages: readonly ArchivedMessage[], start: number): ArchivedMessage[] {
  const encoder = new TextEncoder();
  const batch: ArchivedMessage[] = [];
  let bytes = 0;
  for (let at = start; at < messages.length && batch.length < mostAtOnce; at += 1) {
    const message = messages[at] as ArchivedMessage;
    bytes += encoder.encode(JSON.stringify(message)).length;
    if (batch.length > 0 && bytes > mostBytes) break;
    batch.push(message);
  }
  return batch;
}
