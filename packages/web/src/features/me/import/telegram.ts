import { archived, type Archive, type ArchivedMessage } from './archive.ts';

// Telegram Desktop exports JSON: one conversation, or all of them below `chats.list`.

type Json = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A text is a string, or pieces of which some are marked up. */
function wordsOf(text: unknown): string {
  if (!Array.isArray(text)) return textOf(text);
  return text.map((piece) => (isObject(piece) ? textOf(piece['text']) : textOf(piece))).join('');
}

/** What is not text is named, because the file itself is not in the export’s JSON. */
function mediaOf(message: Json): string {
  if (message['photo'] !== undefined) return '[photo]';
  const kind = textOf(message['media_type']);
  if (kind === 'sticker') return textOf(message['sticker_emoji']) || '[sticker]';
  const name = textOf(message['file_name']);
  if (kind !== '') return `[${kind.replaceAll('_', ' ')}]${name === '' ? '' : ` ${name}`}`;
  if (message['file'] !== undefined) return name === '' ? '[file]' : `[file] ${name}`;
  if (message['location_information'] !== undefined) return '[location]';
  const poll = message['poll'];
  return isObject(poll) ? `[poll] ${textOf(poll['question'])}` : '';
}

function timeOf(message: Json): Date {
  const seconds = Number(textOf(message['date_unixtime']));
  return seconds > 0 ? new Date(seconds * 1000) : new Date(textOf(message['date']));
}

function messageOf(message: unknown): ArchivedMessage | null {
  if (!isObject(message)) return null;
  const author = textOf(message['from']) || textOf(message['actor']);
  const words = [mediaOf(message), wordsOf(message['text'])].filter((part) => part !== '');
  const action = textOf(message['action']).replaceAll('_', ' ');
  const text = words.length > 0 ? words.join(' ') : action;
  return archived(author, text, timeOf(message));
}

function chatOf(chat: unknown): Archive | null {
  if (!isObject(chat) || !Array.isArray(chat['messages'])) return null;
  const messages = chat['messages'].flatMap((message: unknown) => messageOf(message) ?? []);
  if (messages.length === 0) return null;
  return { source: 'telegram', name: textOf(chat['name']), messages };
}

/** Reads the JSON that Telegram exports: every conversation in it; none when it is another file. */
export function parseTelegram(text: string): Archive[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const chats = isObject(json) ? json['chats'] : null;
  const list = isObject(chats) && Array.isArray(chats['list']) ? chats['list'] : [json];
  return list.flatMap((chat: unknown) => chatOf(chat) ?? []);
}
