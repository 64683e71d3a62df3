import type { CallId, ConversationId, PersonId, SeatId } from '@plaza/base';
import { maxCallPeople, ringSeconds, type Call, type CallSettings } from '@plaza/contract';
import type { CallSignal } from '@plaza/contract';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { aged, createChange } from './changing.ts';
import type { CallsDeps } from './deps.ts';
import { createCallsHolding } from './holding.ts';
import { registerReactions } from './logging.ts';
import { advance, joinedCount, type Step } from './machine.ts';
import { mintRelays } from './relays.ts';
import { createStart, ringable, type NewCall, type NotStarted } from './starting.ts';
import * as store from './store/calls.ts';
import { selectBusy, selectRoom } from './store/lines.ts';
import { saveSettings, selectSettings } from './store/settings.ts';
import { createSweeper } from './sweeper.ts';
import { createPresent, createTell } from './telling.ts';
import type { CallRow } from './types.ts';

type Seat = { callId: CallId; personId: PersonId; seatId: SeatId };
type Answer<Reason extends string> = Promise<Outcome<{ call: Call }, Reason>>;
type NotAnswered = 'call_unknown' | 'call_over' | 'call_full' | 'line_busy' | 'answered_elsewhere';

const partyOf = ({ parties }: Pick<CallRow, 'parties'>, id: PersonId) =>
  parties.find(({ personId }) => personId === id);

const keptMs = 30 * 24 * 3_600_000;
/** Of two that meet, one joins the other's call; it may have ended just then, and once more. */
const maxTries = 4;

function createCore(deps: CallsDeps) {
  const present = createPresent(deps);
  const tell = createTell(deps, present);
  const change = createChange({ ...deps, tell });

  async function shown<Reason extends string>(outcome: Outcome<CallRow, Reason>): Answer<Reason> {
    if (!outcome.ok) return outcome;
    const [call] = await present([outcome.value]);
    return call === undefined ? no('call_unknown' as Reason) : yes({ call });
  }

  return { present, shown, tell, change, begin: createStart({ ...deps, tell }) };
}

type Core = ReturnType<typeof createCore>;

/** What only changes one's own part never meets a taken line. */
function own<Reason extends string>(outcome: Outcome<CallRow, Reason | 'line_busy'>) {
  return outcome as Outcome<CallRow, Exclude<Reason, 'line_busy'>>;
}

/** How a person comes into a call and out of it. */
function createParts(deps: CallsDeps, { change, begin }: Core) {
  const { chat } = deps;

  /** Of a group any member may join; of two only those two. */
  async function mayJoin({ callId, personId }: Seat): Promise<boolean> {
    const row = await store.selectCall(deps.db, callId);
    if (row === null) return false;
    if (row.kind === 'direct' && partyOf(row, personId) === undefined) return false;
    const judged = await chat.mayCall(personId, row.conversationId, []);
    return judged.ok || judged.reason === 'group_muted';
  }

  async function answer(seat: Seat): Promise<Outcome<CallRow, NotAnswered>> {
    const { callId, personId, seatId } = seat;
    if (!(await mayJoin(seat))) return no('call_unknown');
    return change<'call_over' | 'call_full' | 'answered_elsewhere'>(callId, (call, at) => {
      if (call.state === 'ended') return no('call_over');
      const party = partyOf(call, personId);
      if (party?.state === 'joined') {
        return party.seatId === seatId ? yes(call) : no('answered_elsewhere');
      }
      if (joinedCount(call) >= maxCallPeople[call.media]) return no('call_full');
      return yes(advance(call, { event: 'answered', personId, seatId }, at));
    });
  }

  async function start(personId: PersonId, asked: NewCall): Promise<Outcome<CallRow, NotStarted>> {
    for (let tries = 1; ; tries += 1) {
      const begun = await begin(personId, asked);
      if (!begun.ok) return begun;
      if ('call' in begun.value) return yes(begun.value.call);
      const seat = { callId: begun.value.joins, personId, seatId: asked.seatId };
      const joined = await answer(seat);
      if (joined.ok) return joined;
      const { reason } = joined;
      if (reason === 'answered_elsewhere') return no('line_busy');
      if (reason !== 'call_over') return no(reason);
      if (tries === maxTries) return no('line_busy');
    }
  }

  /** A step of one's own; of a call that one has no part in there is nothing to tell. */
  const step = (seat: { callId: CallId; personId: PersonId }, of: Step) =>
    change<'call_unknown'>(seat.callId, (call, at) =>
      partyOf(call, seat.personId) === undefined ? no('call_unknown') : yes(advance(call, of, at)),
    );

  return {
    answer,
    start,
    decline: async (seat: { callId: CallId; personId: PersonId }) =>
      own(await step(seat, { event: 'declined', personId: seat.personId })),
    leave: async ({ callId, personId, seatId }: Seat) =>
      own(
        await change<'call_unknown'>(callId, (call, at) => {
          const party = partyOf(call, personId);
          if (party === undefined) return no('call_unknown');
          // Another device of mine is in the call: that one stays.
          if (party.state === 'joined' && party.seatId !== seatId) return yes(call);
          return yes(advance(call, { event: 'hungUp', personId }, at));
        }),
      ),
  };
}

type Parts = ReturnType<typeof createParts>;

function createInvite(deps: CallsDeps, { change }: Core) {
  type Reason = 'call_unknown' | 'call_over' | 'call_full' | 'not_group' | 'not_member';
  return async (
    { callId, personId }: { callId: CallId; personId: PersonId },
    people: PersonId[],
  ): Promise<Outcome<CallRow, Reason>> => {
    const row = await store.selectCall(deps.db, callId);
    const part = row === null ? undefined : partyOf(row, personId);
    if (row === null || part === undefined) return no('call_unknown');
    if (row.state === 'ended' && part.tookPart) return no('call_over');
    if (part.state !== 'joined') return no('call_unknown');
    if (row.kind !== 'group') return no('not_group');
    const judged = await deps.chat.mayCall(personId, row.conversationId, people);
    if (!judged.ok || judged.value.others.length === 0) return no('not_member');
    const reachable = await ringable(deps, personId, judged.value.others);
    const busy = await selectBusy(deps.db, callId, reachable);
    const changed = await change<Reason>(callId, (call, at) => {
      if (call.state === 'ended') return no('call_over');
      const isInvolved = (id: PersonId) =>
        ['joined', 'ringing'].includes(partyOf(call, id)?.state ?? '');
      const fresh = reachable.filter((id) => !busy.has(id) && !isInvolved(id));
      const involved = call.parties.filter((party) => isInvolved(party.personId)).length;
      if (involved + fresh.length > maxCallPeople[call.media]) return no('call_full');
      const ringUntil = new Date(at.getTime() + ringSeconds * 1_000);
      return yes(
        fresh.reduce(
          (now, id) => advance(now, { event: 'invited', personId: id, ringUntil }, at),
          call as Parameters<typeof advance>[0],
        ),
      );
    });
    return changed as Outcome<CallRow, Reason>;
  };
}

/** What a device in a call says over and over. */
function createPresence(deps: CallsDeps, { present, shown, tell }: Core, { leave }: Parts) {
  const { db, clock, chat } = deps;
  return {
    async keepAlive(seat: Seat): Answer<'call_unknown'> {
      await store.touchSeat(db, { ...seat, at: clock.now() });
      const row = await store.selectCall(db, seat.callId);
      if (row === null || partyOf(row, seat.personId) === undefined) return no('call_unknown');
      const judged = await chat.mayCall(seat.personId, row.conversationId, []);
      // Who was taken out of the group, or blocked, is out of the call as well.
      if (!judged.ok && judged.reason !== 'group_muted') return shown(await leave(seat));
      const [call] = await present([aged(row, clock.now())]);
      return call === undefined ? no('call_unknown') : yes({ call });
    },

    async signal(
      from: Seat,
      to: { personId: PersonId; seatId: SeatId },
      signals: readonly CallSignal[],
    ): Promise<Outcome<object, 'call_unknown'>> {
      const { callId, personId, seatId } = from;
      if (!(await store.areSeated(db, callId, [from, to]))) return no('call_unknown');
      const place = { callId, from: { personId, seatId }, seatId: to.seatId };
      for (const signal of signals) tell.signalled(to.personId, { ...place, signal });
      return yes({});
    },
  };
}

function createReading({ db, clock, chat }: CallsDeps, { present }: Core) {
  return {
    async list(personId: PersonId): Promise<Call[]> {
      const rows = (await store.selectLive(db, personId)).map((row) => aged(row, clock.now()));
      const mine = (row: CallRow) =>
        ['ringing', 'joined'].includes(partyOf(row, personId)?.state ?? '');
      return present(rows.filter((row) => row.state !== 'ended' && mine(row)));
    },
    async find(
      personId: PersonId,
      conversationId: ConversationId,
    ): Promise<Outcome<{ call: Call | null }, 'conversation_unknown'>> {
      const judged = await chat.mayCall(personId, conversationId, []);
      if (!judged.ok && judged.reason !== 'group_muted') return no('conversation_unknown');
      const callId = await selectRoom(db, conversationId);
      const found = callId === null ? null : await store.selectCall(db, callId);
      const row = found === null ? null : aged(found, clock.now());
      if (row === null || row.state === 'ended') return yes({ call: null });
      return yes({ call: (await present([row]))[0] ?? null });
    },
  };
}

/** Calls by voice and video: who is in one with whom. What they say does not pass through here. */
export function createCalls(deps: CallsDeps) {
  const { db, clock, jobs } = deps;
  const core = createCore(deps);
  const parts = createParts(deps, core);
  const { shown } = core;
  const invite = createInvite(deps, core);
  const sweeper = createSweeper(deps, core.change);
  registerReactions(deps);
  const forget = () => store.deleteEnded(db, new Date(clock.nowMs() - keptMs));
  jobs.every('calls.forget', '17 3 * * *', forget);
  const hasRelay = deps.relays.turnUrls.length > 0;
  const holding: DataHolding = createCallsHolding(deps, parts.leave);

  return {
    start: async (personId: PersonId, asked: NewCall) => shown(await parts.start(personId, asked)),
    answer: async (seat: Seat) => shown(await parts.answer(seat)),
    decline: async (seat: Omit<Seat, 'seatId'>) => shown(await parts.decline(seat)),
    leave: async (seat: Seat) => shown(await parts.leave(seat)),
    invite: async (by: Omit<Seat, 'seatId'>, people: PersonId[]) => shown(await invite(by, people)),
    ...createPresence(deps, core, parts),
    ...createReading(deps, core),
    async getRelays(personId: PersonId, callId: CallId) {
      const row = await store.selectCall(db, callId);
      const state = row === null ? undefined : partyOf(row, personId)?.state;
      if (row?.state === 'ended' || (state !== 'joined' && state !== 'ringing')) {
        return no('call_unknown');
      }
      const { relayOnly } = await selectSettings(db, personId);
      return yes({ ...mintRelays(deps.relays, { callId, personId }, clock.now()), relayOnly });
    },
    settings: {
      get: async (personId: PersonId) => ({
        settings: await selectSettings(db, personId),
        hasRelay,
      }),
      async set(personId: PersonId, settings: CallSettings) {
        await saveSettings(db, personId, settings);
        return { settings };
      },
    },
    /** Ends what time has ended; it does so by itself every second. */
    sweep: sweeper.sweep,
    forget,
    holding,
    open() {
      core.tell.start();
      sweeper.start();
    },
    async close() {
      await sweeper.stop();
      core.tell.stop();
    },
  };
}

export type Calls = ReturnType<typeof createCalls>;
