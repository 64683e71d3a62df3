import type { State } from '@plaza/client';
import { useEffect, useRef, useState } from 'react';
import { billSentence } from './bill-words.ts';
import { wordsOfMessage } from './kinds/words.ts';
import { personName } from './names.ts';
import { packetSentence, takingSentence } from './packet-words.ts';
import type { Row } from './rows.ts';
import { goneSentence, sentenceOf } from './sentences.ts';
import { transferSentence } from './transfer-words.ts';

function wordsOf(state: State, row: Row): string {
  if (row.kind === 'event') return sentenceOf(state, row.entry);
  if (row.kind === 'packet') {
    return row.isOwn ? '' : packetSentence(state, row.card, row.senderId);
  }
  if (row.kind === 'bill') return row.isOwn ? '' : billSentence(state, row.card, row.senderId);
  if (row.kind === 'billReminder') {
    return row.isOwn ? '' : billSentence(state, row.said, row.senderId);
  }
  if (row.kind === 'taking') return takingSentence(state, row.taking);
  if (row.kind === 'transfer') {
    return row.isOwn ? '' : transferSentence(state, row.card, row.senderId);
  }
  if (row.kind === 'gone') return goneSentence(state, row.entry);
  if (row.kind !== 'message' || row.isOwn || row.said === null) return '';
  return `${personName(state, row.senderId)}: ${wordsOfMessage(row.said)}`;
}

/**
 * Reads out what is new. The log itself is silent, because rows also enter the document when
 * somebody scrolls.
 */
export function Announcer({ rows, state }: { rows: readonly Row[]; state: State }) {
  const [words, setWords] = useState('');
  const last = useRef<number | null>(null);
  useEffect(() => {
    const row = rows.findLast((one) => 'seq' in one && one.seq !== null);
    const seq = row !== undefined && 'seq' in row ? row.seq : null;
    if (row === undefined || seq === null) return;
    if (last.current !== null && seq > last.current) setWords(wordsOf(state, row));
    last.current = Math.max(last.current ?? 0, seq);
  }, [rows, state]);
  return (
    <p role="status" className="sr-only">
      {words}
    </p>
  );
}
