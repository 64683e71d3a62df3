import type { Entry, ShownMessage } from '@plaza/contract';
import {
  escapeHtml,
  linkTo,
  showField,
  showTime,
  showValue,
  type Words,
} from '../../rights/index.ts';
import type { Placed } from './export-media.ts';

export type PageOf = {
  words: Words;
  /** The name of a person as of now. */
  nameOf(personId: Entry['senderId']): string;
};

const span = (text: string) => `<span dir="auto">${escapeHtml(text)}</span>`;

function showFile({ path, contentType }: Placed, name: string): string {
  const at = linkTo(path, 0);
  const label = escapeHtml(name === '' ? path.slice('media/'.length) : name);
  if (contentType.startsWith('image/')) return `<img src="${at}" alt="${label}" loading="lazy">`;
  if (contentType.startsWith('audio/'))
    return `<audio controls preload="none" src="${at}"></audio>`;
  if (contentType.startsWith('video/'))
    return `<video controls preload="none" src="${at}"></video>`;
  return `<a href="${at}" download>${label}</a>`;
}

/** What of a message is words; the rest of it is shown as fields. */
function showWords(words: Words, message: ShownMessage): string {
  switch (message.type) {
    case 'text':
      return `<p>${span(message.text)}</p>`;
    case 'photo':
    case 'video':
      return message.caption === '' ? '' : `<p>${span(message.caption)}</p>`;
    case 'file':
      return `<p>${span(message.name)} ${span(message.caption)}</p>`;
    case 'voice':
    case 'sticker':
      return '';
    case 'imported': {
      const at = showTime(words, new Date(message.sentAt));
      return `<p><b>${span(message.author)}</b> ${escapeHtml(at)}</p><p>${span(message.text)}</p>`;
    }
    case 'merged': {
      const items = message.items.map(
        (item) =>
          `<article><p><b>${span(item.author)}</b> ` +
          `${escapeHtml(showTime(words, new Date(item.at)))}</p>` +
          `${showWords(words, item.message)}</article>`,
      );
      return `<p>${span(message.title)}</p>\n${items.join('\n')}`;
    }
    default: {
      const { type, ...fields } = message;
      return `<p>${escapeHtml(showField(words, type))}</p>${showValue(words, fields)}`;
    }
  }
}

function showExtras(words: Words, { reactions = [], editedAt, poll }: Entry): string {
  const counts = reactions.map(({ emoji, count }) => `${emoji} ${count}`).join('  ');
  const votes = poll?.options.map(({ count }) => count).join(' · ');
  const parts = [
    ...(counts === '' ? [] : [span(counts)]),
    ...(votes === undefined ? [] : [escapeHtml(votes)]),
    ...(editedAt === undefined
      ? []
      : [escapeHtml(`${showField(words, 'editedAt')}: ${showTime(words, new Date(editedAt))}`)]),
  ];
  return parts.length === 0 ? '' : `<p>${parts.join(' · ')}</p>`;
}

/** One entry of the log, to be read. Nothing that people wrote becomes markup. */
export function showEntry(
  { words, nameOf }: PageOf,
  entry: Entry,
  files: readonly Placed[],
): string {
  const { seq, senderId, at, body } = entry;
  const time = `<time datetime="${at}">${escapeHtml(showTime(words, new Date(at)))}</time>`;
  const head = `<p><b>${span(nameOf(senderId))}</b> ${time}</p>`;
  if (body.type !== 'message') {
    const { type, ...fields } = body;
    const shown = Object.keys(fields).length === 0 ? '' : showValue(words, fields);
    const what = `<p>${escapeHtml(showField(words, type))}</p>`;
    return `<article id="e${seq}">${head}${what}${shown}</article>\n`;
  }
  const { message } = body;
  const replyTo = 'replyTo' in message ? message.replyTo : undefined;
  const answer = replyTo === undefined ? '' : `<p><a href="#e${replyTo}">↩ ${replyTo}</a></p>`;
  const name = message.type === 'file' ? message.name : '';
  const media = files.map((file) => `<p>${showFile(file, name)}</p>`).join('');
  const said = `${answer}${showWords(words, message)}${media}${showExtras(words, entry)}`;
  return `<article id="e${seq}">${head}${said}</article>\n`;
}
