import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Core } from '../core.ts';
import type { Store } from '../store/types.ts';
import type { Sync } from '../sync/index.ts';

export type UnshowDeps = { core: Core; sync: Sync; store: Store };

/** Takes back what was shown too early. */
export type Unshow = (conversationId: ConversationId, before: readonly Entry[]) => Promise<void>;

/** Shows entries as the server has them. */
async function restore(
  { core, sync }: UnshowDeps,
  conversationId: ConversationId,
  seqs: number[],
): Promise<void> {
  await sync.withAsk(async (ask) => {
    const { journal } = core;
    const fetched = () => ask('chat.getEntries', { conversationId, seqs });
    await journal.read(fetched, ({ entries }) => {
      for (const entry of entries) core.dispatch({ type: 'patched', conversationId, entry });
    });
  });
}

/** What is kept is the truth that was told: the answer may be lost and the event be here. */
export function createUnshow(deps: UnshowDeps): Unshow {
  const { core, store } = deps;
  return async (conversationId, before) => {
    if (before.length === 0) return;
    const spans = before.map(({ seq }) => ({ from: seq, to: seq }));
    const stored = async () => {
      await core.flush();
      return Promise.all(spans.map((span) => store.readEntries(conversationId, span)));
    };
    await core.journal.read(stored, (kept) => {
      const entries = before.map((entry, at) => kept[at]?.[0] ?? entry);
      core.dispatch({ type: 'unveiled', conversationId, entries });
    });
    await restore(
      deps,
      conversationId,
      before.map(({ seq }) => seq),
    );
  };
}
