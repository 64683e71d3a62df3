import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, Reaction } from '@plaza/contract';
import type { ChangeCommands } from './commands.ts';
import type { Core } from './core.ts';
import type { Result } from './result.ts';
import { entryAt, takenKey } from './state/select.ts';
import type { Store } from './store/types.ts';
import type { Sync } from './sync/index.ts';

/** A text that was taken back may be edited and sent again for so long. */
const takenMs = 5 * 60_000;

/** The reactions of an entry once the viewer's own is `emoji`. */
export function withReaction(
  reactions: readonly Reaction[],
  meId: PersonId,
  emoji: string | null,
): Reaction[] {
  const others = reactions.flatMap((reaction) => {
    if (!reaction.personIds.includes(meId)) return [reaction];
    const personIds = reaction.personIds.filter((id) => id !== meId);
    return reaction.count <= 1 ? [] : [{ ...reaction, count: reaction.count - 1, personIds }];
  });
  if (emoji === null) return others;
  const known = others.some((reaction) => reaction.emoji === emoji);
  if (!known) return [...others, { emoji, count: 1, personIds: [meId] }];
  return others.map((reaction) =>
    reaction.emoji === emoji
      ? { ...reaction, count: reaction.count + 1, personIds: [...reaction.personIds, meId] }
      : reaction,
  );
}

function reacted(entry: Entry, meId: PersonId, emoji: string | null): Entry {
  const { reactions = [], ...rest } = entry;
  const next = withReaction(reactions, meId, emoji);
  return next.length === 0 ? rest : { ...rest, reactions: next };
}

type ChangeDeps = { core: Core; sync: Sync; store: Store };
type Acts = Pick<ChangeCommands, 'react' | 'hide' | 'recall'>;

/** Shows entries as the server has them: what was shown too early goes. */
async function restore(
  { core, sync }: ChangeDeps,
  conversationId: ConversationId,
  seqs: number[],
): Promise<void> {
  const { dispatch } = core;
  if (seqs.length === 0) return;
  await sync.withAsk(async (ask) => {
    const { journal } = core;
    const fetched = () => ask('chat.getEntries', { conversationId, seqs });
    await journal.read(fetched, ({ entries }) => {
      for (const entry of entries) dispatch({ type: 'patched', conversationId, entry });
    });
  });
}

/**
 * Shows again what was shown too early. What is kept is the truth that was told: the answer may
 * be lost and the event be here.
 */
async function unshow(
  deps: ChangeDeps,
  conversationId: ConversationId,
  before: readonly Entry[],
): Promise<void> {
  const { core, store } = deps;
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
}

/** What is shown before the server answers, and taken back when it does not agree. */
function createShownActs(deps: ChangeDeps): Acts {
  const { core } = deps;
  const { http, socket, dispatch, getState } = core;
  const meId = () => getState().me?.personId ?? null;

  function call<N extends 'chat.setReaction' | 'chat.hideMessages' | 'chat.recallMessage'>(
    name: N,
    input: Parameters<typeof socket.call<N>>[1],
  ): Promise<Result<N>> {
    return socket.isOpen() ? socket.call(name, input) : http.call(name, input);
  }

  function show(id: ConversationId, seq: number, emoji: string | null): Entry[] {
    const entry = entryAt(getState(), id, seq);
    const me = meId();
    if (entry === null || me === null || entry.body.type !== 'message') return [];
    dispatch({ type: 'patched', conversationId: id, entry: reacted(entry, me, emoji) });
    return [entry];
  }

  return {
    async react(conversationId, seq, emoji) {
      const before = show(conversationId, seq, emoji);
      const answer = await call('chat.setReaction', { conversationId, seq, emoji });
      if (!answer.ok) await unshow(deps, conversationId, before);
      return answer;
    },
    async hide(conversationId, asked) {
      // What the server wrote is nobody's to delete.
      const isSaid = (seq: number) => entryAt(getState(), conversationId, seq)?.clientId !== null;
      const seqs = asked.filter(isSaid);
      if (seqs.length === 0) return { ok: true, output: {} };
      const before = seqs.flatMap((seq) => entryAt(getState(), conversationId, seq) ?? []);
      dispatch({ type: 'veiled', conversationId, seqs });
      const answer = await call('chat.hideMessages', { conversationId, seqs });
      if (answer.ok) dispatch({ type: 'hidden', conversationId, seqs });
      else await unshow(deps, conversationId, before);
      return answer;
    },
    async recall(conversationId, seq) {
      const entry = entryAt(getState(), conversationId, seq);
      const answer = await call('chat.recallMessage', { conversationId, seq });
      const said = entry?.body.type === 'message' ? entry.body.message : null;
      if (answer.ok && said?.type === 'text' && entry?.senderId === meId()) {
        const key = takenKey(conversationId, seq);
        dispatch({ type: 'taken', key, text: said.text });
        core.clock.after(takenMs, () => dispatch({ type: 'taken', key, text: null }));
      }
      return answer;
    },
  };
}

/** Changes of messages that are in the log. */
export function createChangeActs(deps: ChangeDeps): ChangeCommands {
  const { core } = deps;
  const { http } = core;
  return {
    ...createShownActs(deps),
    edit: (conversationId, seq, text, clientId = core.newId<ClientId>()) =>
      http.call('chat.editMessage', { conversationId, seq, text, clientId }),
    vote: (conversationId, seq, options) =>
      http.call('chat.votePoll', { conversationId, seq, options }),
    closePoll: (conversationId, seq) => http.call('chat.closePoll', { conversationId, seq }),
    forward: ({ clientId = core.newId<ClientId>(), ...input }) =>
      http.call('chat.forwardMessages', { clientId, ...input }),
  };
}
