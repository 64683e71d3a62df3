import type { ConversationId, PersonId } from '@plaza/base';
import type { Conversation, Entry } from '@plaza/contract';
import {
  jsonPieces,
  pageEnd,
  pageStart,
  showTime,
  wordsOf,
  escapeHtml,
  type ExportWriter,
} from '../../rights/index.ts';
import { placeFiles } from './export-media.ts';
import { showEntry } from './export-page.ts';
import type { OwnDeps } from './types.ts';

const atOnce = 100;
/** Not shown any more, or about something that is. */
const left = new Set(['recalled', 'expired', 'hidden', 'erased', 'changed']);

/** The name by which a conversation is kept in rights' tickets. */
export const conversationSubject = 'conversation';

type Stretch = {
  viewerId: PersonId;
  conversationId: ConversationId;
  high: number;
  signal: AbortSignal;
};

export type ExportingDeps = Pick<OwnDeps, 'reading' | 'heads' | 'presenter' | 'files'>;

function titleOf({ kind, name, peer, faces }: Conversation): string {
  if (kind === 'direct') return peer?.displayName ?? '?';
  return name ?? faces.map(({ displayName }) => displayName).join(', ');
}

/** Reads the log as the viewer sees it, page by page: nothing but the page at hand is in memory. */
async function* walk({ reading }: ExportingDeps, stretch: Stretch): AsyncGenerator<Entry[]> {
  const { viewerId, conversationId, high, signal } = stretch;
  let after = 0;
  while (after < high) {
    signal.throwIfAborted();
    const range = { after, limit: atOnce };
    const page = await reading.listEntries(viewerId, conversationId, range);
    if (!page.ok) throw new Error('the conversation went while it was exported');
    const { entries } = page.value;
    const last = entries.at(-1);
    if (last === undefined) return;
    yield entries.filter(({ seq, body }) => seq <= high && !left.has(body.type));
    after = last.seq;
  }
}

type Page = { title: string; words: ReturnType<typeof wordsOf>; at: Date };

async function* readable(
  deps: ExportingDeps,
  stretch: Stretch,
  { title, words, at }: Page,
): AsyncGenerator<string> {
  yield pageStart(words, title);
  yield `<p>${escapeHtml(showTime(words, at))} · <a href="messages.json">JSON</a></p>\n`;
  for await (const entries of walk(deps, stretch)) {
    const cardOf = await deps.presenter.cards(entries.map(({ senderId }) => senderId));
    const nameOf = (personId: PersonId) => cardOf(personId).displayName;
    for (const entry of entries) {
      yield showEntry({ words, nameOf }, entry, await placeFiles(deps.files, entry));
    }
  }
  yield pageEnd;
}

/** One JSON list, and in it each entry as the viewer's devices get it. */
async function* asJson(deps: ExportingDeps, stretch: Stretch): AsyncGenerator<string> {
  let isFirst = true;
  yield '[';
  for await (const entries of walk(deps, stretch)) {
    for (const entry of entries) {
      yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(entry)}`;
      isFirst = false;
    }
  }
  yield isFirst ? ']\n' : '\n]\n';
}

/**
 * Writes one conversation: a page to read, the same as JSON, and the files. The log is read three
 * times over, because a ZIP takes one file after the other and neither fits into memory.
 */
export function createExporting(deps: ExportingDeps): ExportWriter {
  return async (zip, { me, id, at, signal }) => {
    const [viewerId, conversationId] = [me.personId, id as ConversationId];
    const found = await deps.heads.get(viewerId, conversationId);
    if (!found.ok) throw new Error('the conversation went before it was exported');
    const { conversation, inbox } = found.value.head;
    const high = inbox.leftSeq ?? conversation.lastSeq;
    const stretch = { viewerId, conversationId, high, signal };
    const page = { title: titleOf(conversation), words: wordsOf(me.locale), at };
    await zip.add('index.html', readable(deps, stretch, page));
    await zip.add('messages.json', asJson(deps, stretch));
    const missing: string[] = [];
    for await (const entries of walk(deps, stretch)) {
      for (const { fileId, path } of (
        await Promise.all(entries.map((entry) => placeFiles(deps.files, entry)))
      ).flat()) {
        signal.throwIfAborted();
        const file = await deps.files.get(fileId);
        if (file === null) missing.push(path);
        else await zip.add(path, file.stream as AsyncIterable<Uint8Array>, { stored: true });
      }
    }
    if (missing.length > 0) await zip.add('missing.json', jsonPieces(missing));
  };
}
