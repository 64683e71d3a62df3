import type { ConversationId, Timer } from '@plaza/base';
import type { EventPayload, PersonalEvent, ServerFrame } from '@plaza/contract';
import type { Ask, Core } from '../core.ts';
import { isHeard } from '../heard.ts';
import type { SocketListener, SocketState } from '../socket.ts';
import { listOf } from '../state/select.ts';
import type { Idle } from './backfill.ts';
import { createAttend, type Attend } from './attend.ts';
import { createCatchUp, type CatchUp } from './catch-up.ts';
import { createConnection, type Connection } from './connection.ts';
import { createLiveEntries, type LiveEntries } from './entries.ts';
import { createHeads, type Heads } from './heads.ts';
import { createLog, type Log } from './log.ts';
import { createPersonalLog, type PersonalLog } from './personal.ts';
import { createMomentsNewsLater, type MomentsLater } from './moments-later.ts';
import { showTyping } from './typing.ts';

export { fetchMembers } from './attend.ts';
export type { Idle } from './backfill.ts';

export type SyncOptions = {
  /** How many conversations of the list get their newest page for reading offline. */
  prefetch: number;
  /** When the device has time to fetch history that nobody asked for; null: never. */
  backfill: Idle | null;
  /** How often a quiet device asks whether it missed a push. */
  recheckMs: number;
};

export type Sync = SocketListener & {
  log: Log;
  withAsk: Connection['withAsk'];
  /** Looks after a conversation whose head or entries were changed from outside. */
  attend(conversationId: ConversationId): void;
  /** Pulls everything that may have been missed. */
  catchUp(): Promise<void>;
  stop(): void;
};

const prefetchedEntries = 30;
/** What changes during a fetch asks for one more; the bound keeps a fault from looping. */
const mostRounds = 5;

type Parts = {
  core: Core;
  connection: Connection;
  heads: Heads;
  log: Log;
  live: LiveEntries;
  attend: Attend;
  personal: PersonalLog;
  catchUp: CatchUp;
  moments: MomentsLater;
  attending: Set<ConversationId>;
  /** Where the personal log ended at the hello, until the first catching up after it. */
  helloSeq: number | null;
};

const find = ({ core }: Parts, id: ConversationId) => core.getState().conversations.get(id);

async function settle(parts: Parts, id: ConversationId): Promise<void> {
  await parts.connection.withAsk(async (ask) => {
    for (let round = 0; round < mostRounds; round += 1) {
      const known = find(parts, id);
      if (known === undefined || !parts.attend.needs(known)) return;
      await parts.attend.settle(ask, id);
    }
  });
  parts.attending.delete(id);
}

/** Looks at a conversation after anything happened to it, and asks for what is missing. */
function look(parts: Parts, id: ConversationId): void {
  const { live, attend, attending, catchUp } = parts;
  const known = find(parts, id);
  if (known === undefined) return live.expect(id, 1);
  live.drain(id);
  const provenSeq = attend.provenSeq(known);
  if (provenSeq > known.conversation.lastSeq) live.expect(id, provenSeq);
  if (catchUp.isRunning() || attending.has(id) || !attend.needs(known)) return;
  attending.add(id);
  void settle(parts, id);
}

/** A personal event was applied: whatever conversation it is about may need more. */
function notice(parts: Parts, event: PersonalEvent): void {
  if (event.name === 'chat.inboxChanged') {
    look(parts, (event.payload as EventPayload<'chat.inboxChanged'>).inbox.conversationId);
  } else if (event.name === 'chat.conversationJoined') {
    const { head } = event.payload as EventPayload<'chat.conversationJoined'>;
    look(parts, head.conversation.conversationId);
  } else if (event.name === 'chat.messagesHidden') {
    look(parts, (event.payload as EventPayload<'chat.messagesHidden'>).conversationId);
  } else if (event.name === 'chat.messagesGone') {
    look(parts, (event.payload as EventPayload<'chat.messagesGone'>).conversationId);
  }
}

async function fetchAll(parts: Parts, ask: Ask): Promise<void> {
  const { core, personal, heads, live, attend } = parts;
  // What the device had at the hello is whole then, and from there on it is told of everything.
  const { helloSeq } = parts;
  const isWhole = helloSeq !== null && core.getState().personalSeq === helloSeq;
  parts.helloSeq = null;
  if (!isWhole) await personal.catchUp(ask);
  await heads.catchUp(ask);
  for (const id of core.getState().conversations.keys()) live.drain(id);
  for (const [id, known] of core.getState().conversations) {
    if (attend.needs(known)) await attend.settle(ask, id);
    // A snapshot took away what an opened conversation showed.
    const isBare = known.entries !== null && known.held === null;
    if (isBare) await parts.log.deepen(ask, id, prefetchedEntries);
  }
  if (!core.getState().isPlanKnown) await fetchPlans(core, ask);
}

/** What I planned is asked for once; from then on events tell of it. */
async function fetchPlans(core: Core, ask: Ask): Promise<void> {
  await core.journal.read(
    async () => {
      const [{ schedules }, { reminders }] = await Promise.all([
        ask('chat.listSchedules', {}),
        ask('chat.listReminders', {}),
      ]);
      return { schedules, reminders: reminders.map(({ reminder }) => reminder) };
    },
    (plans) => core.dispatch({ type: 'plans', ...plans }),
  );
}

function becomeLive(parts: Parts, { prefetch, backfill }: SyncOptions): void {
  const { core, connection, log, moments } = parts;
  // What came while the device was catching up was only noted.
  for (const id of core.getState().conversations.keys()) look(parts, id);
  if (core.getState().status !== 'catching_up') return;
  core.dispatch({ type: 'status', status: 'live' });
  moments.catchUpSoon();
  void connection.withAsk(async (ask) => {
    for (const id of listOf(core.getState()).slice(0, prefetch)) {
      await log.deepen(ask, id, prefetchedEntries);
    }
    if (backfill === null) return;
    // Not needed to be useful: its code comes when it is its turn.
    const { fillBack } = await import('./backfill.ts');
    await fillBack({
      core,
      log,
      ask,
      idle: backfill,
      isCurrent: () => connection.current() === ask,
    });
  });
}

function receive(parts: Parts, frame: ServerFrame): void {
  const { core, live, personal, catchUp, moments } = parts;
  if (frame.t === 'lag') return void catchUp.start();
  if (frame.t !== 'event') return;
  if (frame.name === 'chat.entryAppended') {
    const { conversationId, entry, target } = frame.payload as EventPayload<'chat.entryAppended'>;
    live.receive(conversationId, { entry, target });
    look(parts, conversationId);
  } else if (frame.name === 'chat.typed') {
    showTyping(core, frame.payload as EventPayload<'chat.typed'>);
  } else if (frame.name === 'moments.changed') {
    moments.receive(frame.payload as EventPayload<'moments.changed'>);
  } else if (frame.name === 'moments.noticed') {
    moments.noticed();
  } else if (isHeard(frame)) {
    core.hear(frame);
  } else if (frame.seq !== undefined) {
    const { name, seq, payload, at = '' } = frame;
    personal.receive({ name, seq, payload, at });
  }
}

function createParts(core: Core, options: SyncOptions): Parts {
  const connection = createConnection(core);
  const { withAsk } = connection;
  const heads = createHeads(core);
  const log = createLog(core);
  const live = createLiveEntries(core, (id) => void withAsk((ask) => attend.repair(ask, id)));
  const attend = createAttend({ core, heads, log, live });
  const personal = createPersonalLog({
    core,
    onEvent: (event) => notice(parts, event),
    onGap: () =>
      void withAsk(async (ask) => {
        if (await personal.catchUp(ask)) await heads.catchUp(ask);
      }),
  });
  const catchUp = createCatchUp({
    core,
    connection,
    run: (ask) => fetchAll(parts, ask),
    onDone: () => becomeLive(parts, options),
  });
  const moments = createMomentsNewsLater({ core, withAsk });
  const attending = new Set<ConversationId>();
  const parts: Parts = {
    core,
    connection,
    heads,
    log,
    live,
    attend,
    personal,
    catchUp,
    moments,
    attending,
    helloSeq: null,
  };
  return parts;
}

const statusOf: Record<SocketState, 'offline' | 'connecting' | 'catching_up' | 'signed_out'> = {
  closed: 'offline',
  connecting: 'connecting',
  open: 'catching_up',
  signed_out: 'signed_out',
};

/** Creates the part that keeps a device equal to the server. */
export function createSync(core: Core, options: SyncOptions, onConnected: () => void): Sync {
  const parts = createParts(core, options);
  const { connection, catchUp, log, personal, live } = parts;
  let recheck: Timer | null = null;

  function endConnection(): void {
    connection.end();
    recheck?.cancel();
  }

  return {
    log,
    withAsk: connection.withAsk,
    catchUp: catchUp.start,
    attend: (id) => look(parts, id),
    personalSeq: () => core.getState().personalSeq ?? 0,
    onState(state) {
      if (state !== 'open') endConnection();
      core.dispatch({ type: 'status', status: statusOf[state] });
    },
    onHello(personalSeq) {
      endConnection();
      connection.begin();
      parts.helloSeq = personalSeq;
      recheck = core.clock.every(options.recheckMs, () => void catchUp.start());
      void catchUp.start();
      onConnected();
    },
    onFrame: (frame) => receive(parts, frame),
    stop() {
      endConnection();
      personal.stop();
      live.stop();
      parts.moments.stop();
    },
  };
}
