import type { ClientId, ConversationId } from '@plaza/base';
import type { MessageBody } from '@plaza/contract';
import { createChangeActs } from './acts-changes.ts';
import { createGroupActs, takeHead } from './acts-groups.ts';
import type { Commands, InboxWish, MediaMessage } from './commands.ts';
import type { Core } from './core.ts';
import type { MomentCommands } from './moments.ts';
import type { ActsOutbox } from './outbox/acts.ts';
import type { Parts } from './outbox/parts.ts';
import type { Sends } from './outbox/sends.ts';
import type { Unshow } from './outbox/unshow.ts';
import type { Wishes } from './outbox/wishes.ts';
import { inboxOf } from './state/select.ts';
import type { Sync } from './sync/index.ts';
import type { Views } from './views.ts';

const typingEveryMs = 3_000;

export type ActsDeps = {
  core: Core;
  sync: Sync;
  unshow: Unshow;
  outbox: ActsOutbox;
  sends: Sends;
  wishes: Wishes;
  parts: Parts;
};
const asText = (text: string): MessageBody => ({ type: 'text', text });

type Acts = Omit<Commands, keyof Views | keyof MomentCommands | 'forget'>;

/** `muted` and `notify` say the same: whoever asks for one has asked for the other. */
/** As many as one call takes. */
const mostHeard = 50;

function asIntent({ hidden: _, muted, notify, ...rest }: InboxWish) {
  const said = notify ?? (muted === undefined ? undefined : muted ? 'mentions' : 'all');
  return said === undefined ? rest : { ...rest, notify: said, muted: said !== 'all' };
}

/** Preferences and plans: answers are taken in at once, events bring them to other devices. */
function createPlanActs({ http, journal, dispatch }: Core) {
  type Acting = Pick<
    Commands,
    'setPreferences' | 'schedule' | 'cancelSchedule' | 'remind' | 'removeReminder'
  >;
  return {
    setPreferences: (preferences) =>
      journal.act(
        () => http.call('chat.setPreferences', preferences),
        (answer) => {
          if (answer.ok) dispatch({ type: 'preferences', ...answer.output });
        },
      ),
    schedule: (input) => http.call('chat.scheduleMessage', input),
    cancelSchedule: (scheduleId) => http.call('chat.cancelSchedule', { scheduleId }),
    remind: (input) => http.call('chat.setReminder', input),
    removeReminder: (reminderId) => http.call('chat.removeReminder', { reminderId }),
  } satisfies Acting;
}

type MediaSubmission = {
  conversationId: ConversationId;
  clientId: ClientId;
  media: MediaMessage;
};

/** Shows a message with files at once; it is kept when its files are. */
async function submitMedia(
  { core, sends, parts }: Pick<ActsDeps, 'core' | 'sends' | 'parts'>,
  { conversationId, clientId, media }: MediaSubmission,
): Promise<void> {
  const blobs = new Map<string, Blob>();
  const files = media.parts.map(({ field, blob, as, name }) => {
    const blobKey = core.newId<string>();
    blobs.set(blobKey, blob);
    const about = { field, as, name, blobKey, sizeBytes: blob.size };
    return { ...about, uploadUrl: null, fileId: null };
  });
  parts.hold(blobs);
  const isNew = sends.submit({ conversationId, clientId, body: media.message, parts: files });
  if (isNew) await parts.keep(blobs);
}

/** What other calls answered, for everybody who shows it. */
function createTaking(core: Core, sync: Sync) {
  type Taking = Pick<
    Commands,
    'takeWallets' | 'takeTransfers' | 'takePackets' | 'takeBills' | 'takeHead'
  >;
  return {
    takeWallets: async (answer) => core.dispatch({ type: 'wallets', ...answer }),
    takeTransfers: async (transfers) => core.dispatch({ type: 'transfers', transfers }),
    takePackets: async (packets) => core.dispatch({ type: 'packets', packets }),
    takeBills: async (bills) => core.dispatch({ type: 'bills', bills }),
    takeHead: async (head) => takeHead(core, sync, head),
  } satisfies Taking;
}

/** Creates what a person does, as opposed to what a person looks at. */
export function createActs(deps: ActsDeps): Acts {
  const { core, sync, sends, wishes, parts } = deps;
  const typedAtMs = new Map<ConversationId, number>();

  function lastSeqOf(id: ConversationId): number {
    return core.getState().conversations.get(id)?.conversation.lastSeq ?? 0;
  }

  /** What was heard since the server was told is told together. */
  function hearing(id: ConversationId, { heard }: InboxWish): Pick<InboxWish, 'heard'> {
    if (heard === undefined) return {};
    const wished = core.getState().intents.get(id)?.heard ?? [];
    return { heard: [...new Set([...wished, ...heard])].slice(-mostHeard) };
  }

  function setInbox(id: ConversationId, wish: InboxWish): void {
    const { hidden } = wish;
    const hiding = hidden === undefined ? {} : { hiddenSeq: hidden ? lastSeqOf(id) : null };
    wishes.want(id, { ...asIntent(wish), ...hiding, ...hearing(id, wish) });
  }

  function markRead(id: ConversationId, seq: number): void {
    const inbox = inboxOf(core.getState(), id);
    if (inbox === null || (seq <= inbox.readSeq && !inbox.markedUnread)) return;
    wishes.want(id, { readSeq: seq, ...(inbox.markedUnread ? { markedUnread: false } : {}) });
  }

  /** Another tab forgets what it asked when this is answered: so first it must be stored. */
  const kept = <T>(value: T): Promise<T> => core.flush().then(() => value);

  function typing(id: ConversationId): void {
    const nowMs = core.clock.monotonicMs();
    if (nowMs - (typedAtMs.get(id) ?? -typingEveryMs) < typingEveryMs) return;
    typedAtMs.set(id, nowMs);
    // Nobody waits for it, and a refusal only means that it is not shown.
    void core.socket.call('chat.type', { conversationId: id });
  }

  return {
    ...createGroupActs(core, sync),
    ...createChangeActs(deps),
    ...createPlanActs(core),
    async send(conversationId, message, clientId = core.newId<ClientId>()) {
      // What is typed after a message is a new answer, and told anew.
      typedAtMs.delete(conversationId);
      const body = typeof message === 'string' ? asText(message) : message;
      sends.submit({ conversationId, clientId, body });
      return kept(clientId);
    },
    async sendMedia(conversationId, media, clientId = core.newId<ClientId>()) {
      await submitMedia({ core, sends, parts }, { conversationId, clientId, media });
      return kept(clientId);
    },
    retry: async (clientId) => kept(sends.retry(clientId)),
    discard: async (clientId) => kept(sends.discard(clientId)),
    markRead: async (id, seq) => kept(markRead(id, seq)),
    setInbox: async (id, wish) => kept(setInbox(id, wish)),
    saveDraft: async (id, text) => kept(wishes.want(id, { draft: text })),
    clearHistory: async (id) => kept(wishes.want(id, { clearedSeq: lastSeqOf(id) })),
    typing: async (id) => typing(id),
    ...createTaking(core, sync),
    async wake() {
      core.socket.nudge();
      if (core.socket.isOpen()) await sync.catchUp();
    },
    flush: () => core.flush(),
  };
}
