import type { ClientId } from '@plaza/base';
import type { ChangeCommands } from './commands.ts';
import type { Core } from './core.ts';
import type { ActsOutbox, Wanted } from './outbox/acts.ts';
import type { Unshow } from './outbox/unshow.ts';
import type { CallError, Refused } from './result.ts';
import { entryAt } from './state/select.ts';

type ChangeDeps = { core: Core; unshow: Unshow; outbox: ActsOutbox };
type Done = { ok: true; output: Record<never, never> };

/** What is shown before the server answers, and taken back when it does not agree. */
function createHide({ core, unshow }: ChangeDeps): ChangeCommands['hide'] {
  const { http, socket, dispatch, getState } = core;
  return async (conversationId, asked) => {
    // What the server wrote is nobody's to delete.
    const isSaid = (seq: number) => entryAt(getState(), conversationId, seq)?.clientId !== null;
    const seqs = asked.filter(isSaid);
    if (seqs.length === 0) return { ok: true, output: {} };
    const before = seqs.flatMap((seq) => entryAt(getState(), conversationId, seq) ?? []);
    dispatch({ type: 'veiled', conversationId, seqs });
    const input = { conversationId, seqs };
    const answer = await (socket.isOpen() ? socket : http).call('chat.hideMessages', input);
    if (answer.ok) dispatch({ type: 'hidden', conversationId, seqs });
    else await unshow(conversationId, before);
    return answer;
  };
}

/** Changes of messages that are in the log. */
export function createChangeActs(deps: ChangeDeps): ChangeCommands {
  const { core, outbox } = deps;
  const { http } = core;

  async function submit<
    N extends 'chat.recallMessage' | 'chat.editMessage' | 'chat.setReaction' | 'chat.votePoll',
  >(wanted: Wanted): Promise<Done | Refused<CallError<N>>> {
    const refused = await outbox.submit(wanted);
    return (refused as Refused<CallError<N>> | null) ?? { ok: true, output: {} };
  }

  return {
    hide: createHide(deps),
    recall: (conversationId, seq) => submit({ conversationId, seq, deed: { type: 'recall' } }),
    edit: (conversationId, seq, text, actId) =>
      submit({ conversationId, seq, deed: { type: 'edit', text }, actId }),
    react: (conversationId, seq, emoji) =>
      submit({ conversationId, seq, deed: { type: 'react', emoji } }),
    vote: (conversationId, seq, options) =>
      submit({ conversationId, seq, deed: { type: 'vote', options } }),
    dismissAct: async (key) => outbox.dismiss(key),
    closePoll: (conversationId, seq) => http.call('chat.closePoll', { conversationId, seq }),
    forward: ({ clientId = core.newId<ClientId>(), ...input }) =>
      http.call('chat.forwardMessages', { clientId, ...input }),
  };
}
