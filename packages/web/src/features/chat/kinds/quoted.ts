import type { ConversationId } from '@plaza/base';
import { entryAt, type Client, type State } from '@plaza/client';
import type { Entry } from '@plaza/contract';
import { useEffect } from 'react';
import { useClient } from '../../../state/index.ts';

/** How many the server gives at once. */
const mostAtOnce = 50;
const wanted = new Map<ConversationId, Set<number>>();
/** Asked for in this tab and not there: recalled before it was seen, or cleared. */
const asked = new Set<string>();

async function ask({ commands }: Client, id: ConversationId): Promise<void> {
  const seqs = [...(wanted.get(id) ?? [])];
  wanted.delete(id);
  for (let at = 0; at < seqs.length; at += mostAtOnce) {
    await commands.loadQuoted(id, seqs.slice(at, at + mostAtOnce));
  }
}

function want(client: Client, id: ConversationId, seq: number): void {
  const name = `${id} ${seq}`;
  if (asked.has(name)) return;
  asked.add(name);
  const before = wanted.get(id);
  if (before !== undefined) return void before.add(seq);
  wanted.set(id, new Set([seq]));
  // One question for all the quotes that come onto the screen together.
  setTimeout(() => {
    ask(client, id).catch(() => asked.delete(name));
  });
}

/** The message that another one answers; null until it is known, or when it is not to be seen. */
export function useQuoted(state: State, id: ConversationId, seq: number): Entry | null {
  const client = useClient();
  const entry = entryAt(state, id, seq);
  const isWanted = entry === null && state.status === 'live';
  useEffect(() => {
    if (isWanted) want(client, id, seq);
  }, [isWanted, client, id, seq]);
  return entry;
}
