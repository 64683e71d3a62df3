import type { ConversationId, PersonId, Timer } from '@plaza/base';
import type { Entry, EventPayload, PersonalEvent, ServerFrame } from '@plaza/contract';
import { createAsk, type Ask, type Core } from '../core.ts';
import { CallFailed } from '../result.ts';
import type { SocketListener, SocketState } from '../socket.ts';
import { listOf } from '../state/select.ts';
import { createAttend } from './attend.ts';
import { createLiveEntries } from './entries.ts';
import { createHeads } from './heads.ts';
import { createJournal, type Journal } from './journal.ts';
import { createLog, type Log } from './log.ts';
import { createPersonalLog } from './personal.ts';

export { fetchMembers } from './attend.ts';

export type SyncOptions = {
  /** How many conversations of the list get their newest page for reading offline. */
  prefetch: number;
  /** How often a quiet device asks whether it missed a push. */
  recheckMs: number;
};

export type Sync = SocketListener & {
  journal: Journal;
  log: Log;
  /** Runs with a connection's `ask`; gives up quietly when the connection ends. */
  withAsk(run: (ask: Ask) => Promise<void>): Promise<boolean>;
  /** Looks after a conversation whose head or entries were changed from outside. */
  attend(conversationId: ConversationId): void;
  /** Pulls everything that may have been missed. */
  catchUp(): Promise<void>;
  stop(): void;
};

const typingMs = 6_000;
/** After a catching up that failed for a reason that a repetition alone does not cure. */
const retryMs = 10_000;
const prefetchedEntries = 30;

type Connection = { controller: AbortController; ask: Ask };

/** Creates the part that keeps a device equal to the server. */
export function createSync(core: Core, options: SyncOptions, onConnected: () => void): Sync {
  const journal = createJournal(core);
  const heads = createHeads({ core, journal });
  const log = createLog(core);
  const live = createLiveEntries(core, (id) => void withAsk((ask) => attend.repair(ask, id)));
  const attend = createAttend({ core, heads, log, live });
  const personal = createPersonalLog({
    core,
    journal,
    onEvent: notice,
    onGap: () =>
      void withAsk(async (ask) => {
        if (await personal.catchUp(ask)) await heads.catchUp(ask);
      }),
  });
  const attending = new Set<ConversationId>();
  let connection: Connection | null = null;
  let catching: Promise<void> | null = null;
  let againAfter = false;
  let recheck: Timer | null = null;

  function fail(error: unknown): void {
    if (error instanceof CallFailed && error.error === 'unauthenticated') {
      core.dispatch({ type: 'status', status: 'signed_out' });
    } else {
      core.onFault(error);
    }
  }

  async function withAsk(run: (ask: Ask) => Promise<void>): Promise<boolean> {
    const current = connection;
    if (current === null) return false;
    try {
      await run(current.ask);
      return true;
    } catch (error) {
      // An ended connection needs no word: the next one catches up from where this one was.
      if (!current.controller.signal.aborted) fail(error);
      return false;
    }
  }

  async function settle(id: ConversationId): Promise<void> {
    await withAsk(async (ask) => {
      // What changed during a fetch asks for one more round; the bound keeps a fault from looping.
      for (let round = 0; round < 5; round += 1) {
        const known = core.getState().conversations.get(id);
        if (known === undefined || !attend.needs(known)) return;
        await attend.settle(ask, id);
      }
    });
    attending.delete(id);
  }

  function look(id: ConversationId): void {
    const known = core.getState().conversations.get(id);
    if (known === undefined) return live.expect(id, 1);
    live.drain(id);
    if (attend.provenSeq(known) > known.conversation.lastSeq) {
      live.expect(id, attend.provenSeq(known));
    }
    if (catching !== null || attending.has(id) || !attend.needs(known)) return;
    attending.add(id);
    void settle(id);
  }

  function notice(event: PersonalEvent): void {
    if (event.name === 'chat.inboxChanged') {
      look((event.payload as EventPayload<'chat.inboxChanged'>).inbox.conversationId);
    } else if (event.name === 'chat.conversationJoined') {
      const { head } = event.payload as EventPayload<'chat.conversationJoined'>;
      look(head.conversation.conversationId);
    }
  }

  async function run(ask: Ask): Promise<void> {
    await personal.catchUp(ask);
    await heads.catchUp(ask);
    for (const id of core.getState().conversations.keys()) live.drain(id);
    for (const [id, known] of core.getState().conversations) {
      if (attend.needs(known)) await attend.settle(ask, id);
    }
  }

  async function prefetch(ask: Ask): Promise<void> {
    for (const id of listOf(core.getState()).slice(0, options.prefetch)) {
      await log.deepen(ask, id, prefetchedEntries);
    }
  }

  /** One catching up at a time; asked for again meanwhile, it runs once more. */
  async function catchUp(): Promise<void> {
    againAfter = catching !== null;
    if (catching !== null) return catching;
    const current = connection;
    if (current === null) return undefined;
    catching = withAsk(run).then((isDone) => {
      catching = null;
      if (againAfter) return catchUp();
      if (isDone && current === connection) becomeLive();
      else if (current === connection) core.clock.after(retryMs, () => void catchUp());
      return undefined;
    });
    return catching;
  }

  function becomeLive(): void {
    // What came while the device was catching up was only noted.
    for (const id of core.getState().conversations.keys()) look(id);
    if (core.getState().status !== 'catching_up') return;
    core.dispatch({ type: 'status', status: 'live' });
    void withAsk(prefetch);
  }

  function typed(id: ConversationId, personId: PersonId): void {
    const untilMs = core.clock.nowMs() + typingMs;
    core.dispatch({ type: 'typed', conversationId: id, personId, untilMs });
    core.clock.after(typingMs, () => {
      const atMs = core.clock.nowMs();
      core.dispatch({ type: 'typingEnded', conversationId: id, personId, atMs });
    });
  }

  function receive(id: ConversationId, entry: Entry): void {
    live.receive(id, entry);
    look(id);
  }

  function endConnection(): void {
    connection?.controller.abort();
    connection = null;
    recheck?.cancel();
  }

  /** A browser hides why a socket was refused: the session may have ended while it was away. */
  async function checkSession(): Promise<void> {
    const answer = await core.http.call('identity.getMe', {});
    if (answer.ok || answer.error !== 'unauthenticated') return;
    core.socket.stop();
    core.dispatch({ type: 'status', status: 'signed_out' });
  }

  const statusOf: Record<SocketState, 'offline' | 'connecting' | 'catching_up' | 'signed_out'> = {
    closed: 'offline',
    connecting: 'connecting',
    open: 'catching_up',
    signed_out: 'signed_out',
  };

  return {
    journal,
    log,
    withAsk,
    catchUp,
    attend: look,
    personalSeq: () => core.getState().personalSeq ?? 0,
    onState(state) {
      if (state !== 'open') endConnection();
      core.dispatch({ type: 'status', status: statusOf[state] });
      if (state === 'closed') void checkSession();
    },
    onHello() {
      endConnection();
      const controller = new AbortController();
      connection = { controller, ask: createAsk(core, controller.signal) };
      recheck = core.clock.every(options.recheckMs, () => void catchUp());
      void catchUp();
      onConnected();
    },
    onFrame(frame: ServerFrame) {
      if (frame.t === 'lag') return void catchUp();
      if (frame.t !== 'event') return;
      if (frame.name === 'chat.entryAppended') {
        const { conversationId, entry } = frame.payload as EventPayload<'chat.entryAppended'>;
        receive(conversationId, entry);
      } else if (frame.name === 'chat.typed') {
        const { conversationId, personId } = frame.payload as EventPayload<'chat.typed'>;
        typed(conversationId, personId);
      } else if (frame.seq !== undefined) {
        const { name, seq, payload, at = '' } = frame;
        personal.receive({ name, seq, payload, at });
      }
    },
    stop() {
      endConnection();
      personal.stop();
      live.stop();
    },
  };
}
