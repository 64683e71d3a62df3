import type { ConversationId } from '@plaza/base';
import type { MethodOutput } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import { CallFailed } from '../result.ts';

/** Fetches the heads of conversations: all that moved, or one. */
export type Heads = {
  /** All pages since the watermark; the first page is usable while the rest comes. */
  catchUp(ask: Ask): Promise<void>;
  refresh(ask: Ask, conversationId: ConversationId): Promise<void>;
};

type Page = MethodOutput<'chat.listHeads'>;

export function createHeads(core: Core): Heads {
  const { journal } = core;
  const refreshing = new Map<ConversationId, { ask: Ask; run: Promise<void> }>();

  async function fetchOne(ask: Ask, conversationId: ConversationId): Promise<void> {
    try {
      await journal.read(
        () => ask('chat.getHead', { conversationId }),
        ({ head }) => core.dispatch({ type: 'heads', heads: [head] }),
      );
    } catch (error) {
      // A conversation that is not mine (any more) leaves what the device has of it as it is.
      const isGone = error instanceof CallFailed && error.error === 'conversation_unknown';
      if (!isGone) throw error;
    }
  }

  function fetchPage(ask: Ask, since: string | null, cursor: string | null): Promise<Page> {
    const input = {
      ...(since === null ? {} : { since }),
      ...(cursor === null ? {} : { cursor }),
    };
    return journal.read(
      () => ask('chat.listHeads', input),
      ({ heads }) => core.dispatch({ type: 'heads', heads }),
    );
  }

  return {
    async catchUp(ask) {
      const since = core.getState().watermark;
      let cursor: string | null = null;
      let watermark: string | null = null;
      do {
        const page: Page = await fetchPage(ask, since, cursor);
        watermark ??= page.watermark;
        cursor = page.next;
      } while (cursor !== null);
      // Only now: a listing that broke off must be done again from the old mark.
      core.dispatch({ type: 'watermark', watermark });
    },
    async refresh(ask, conversationId) {
      // A fetch under way serves everybody of the same connection; what changes during it is
      // seen by whoever asked, and asked for once more.
      const before = refreshing.get(conversationId);
      if (before?.ask === ask) return before.run;
      const run = fetchOne(ask, conversationId).finally(() => {
        if (refreshing.get(conversationId)?.run === run) refreshing.delete(conversationId);
      });
      refreshing.set(conversationId, { ask, run });
      return run;
    },
  };
}
