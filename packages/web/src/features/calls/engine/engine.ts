import type { CallId, ConversationId, PersonId, SeatId } from '@plaza/base';
import type { Client, Heard } from '@plaza/client';
import type { Call, CallMedia } from '@plaza/contract';
import { asFailure } from '../../../state/index.ts';
import { keepAliveSeconds } from '../limits.ts';
import { idle, show, viewOf, type Ending } from '../state.ts';
import { withTyped } from '../typed.ts';
import { createLinks, status, type Links } from './links.ts';
import { createSounds, type Sounds } from './sounds.ts';
import { createTracks, type Tracks } from './tracks.ts';

type Live = {
  callId: CallId;
  seatId: SeatId;
  /** The server has agreed; what it told before speaks of a call without this device. */
  isIn: boolean;
  ready: Promise<unknown>;
  tracks: Tracks;
  links: Links;
  timers: number[];
};
/** What a page does with the one call that it may be in. */
type Desk = { client: Client; sounds: Sounds; live: Live | null };
type Seat = { callId: CallId; seatId: SeatId; isGroup: boolean; media: CallMedia };

/** Whoever does not answer what the browser asks about the microphone hears the others anyway. */
const longestAskMs = 10_000;

const keepAliveMs = keepAliveSeconds * 1_000;
const measureMs = 3_000;

const meOf = ({ client }: Desk): PersonId | null => client.getState().me?.personId ?? null;
const mineIn = (desk: Desk, call: Call) =>
  call.parties.find(({ person }) => person.personId === meOf(desk));

function endingOf({ outcome, callerId }: Call, meId: PersonId): Ending {
  switch (outcome) {
    case 'declined':
    case 'busy':
    case 'cancelled':
      return outcome;
    case 'missed':
      return callerId === meId ? 'missed' : 'cancelled';
    default:
      return 'ended';
  }
}

function release(desk: Desk): void {
  const { live, sounds } = desk;
  sounds.play(null);
  if (live === null) return;
  for (const timer of live.timers) clearInterval(timer);
  live.links.close();
  live.tracks.close();
  desk.live = null;
}

function finish(desk: Desk, ending: Ending, refusal: string | null = null): void {
  release(desk);
  const last = { phase: 'over', ending, refusal, local: null, peers: new Map() } as const;
  show({ ...last, isMinimised: false });
}

function dismiss(desk: Desk): void {
  release(desk);
  show(idle);
  // Somebody may have begun to ring while the end of the last call was on the screen.
  void look(desk);
}

/** Shows a call that rings for this person, if there is one. */
async function look(desk: Desk): Promise<void> {
  try {
    const { calls } = await desk.client.api.calls.list({});
    for (const call of calls) take(desk, call);
  } catch {
    // Off the network: it is asked again when it is back.
  }
}

async function refresh(desk: Desk): Promise<void> {
  if (desk.live === null || !desk.live.isIn) return;
  const { callId, seatId } = desk.live;
  try {
    take(desk, (await desk.client.api.calls.keepAlive({ callId, seatId })).call);
  } catch (error) {
    const isGone = asFailure(error).error === 'call_unknown';
    if (isGone && desk.live?.callId === callId) finish(desk, 'ended');
  }
}

type Opened = Pick<Live, 'tracks' | 'ready'>;

function openLinks(desk: Desk, { tracks, ready }: Opened, seat: Seat): Links {
  const { callId, seatId, isGroup } = seat;
  const onStranger = () => void refresh(desk);
  const { api } = desk.client;
  return createLinks({ api, callId, seatId, isGroup, ready, local: tracks.stream, onStranger });
}

/** Readies everything that a call needs on this device. */
function enter(desk: Desk, seat: Seat): Live {
  const { callId, seatId, isGroup, media } = seat;
  const tracks = createTracks({
    isGroup,
    onTrack: (kind, track) => desk.live?.links.setTrack(kind, track),
    onStatus: () => desk.live?.links.say(status()),
  });
  const timers = [
    window.setInterval(() => void refresh(desk), keepAliveMs),
    window.setInterval(() => void desk.live?.links.measure(), measureMs),
  ];
  const late = new Promise((resolve) => setTimeout(resolve, longestAskMs));
  const ready = Promise.race([tracks.open({ video: media === 'video' }), late]);
  const links = openLinks(desk, { tracks, ready }, seat);
  const live: Live = { callId, seatId, isIn: false, ready, tracks, links, timers };
  desk.live = live;
  return live;
}

/** Takes a call as it is now, as the server says; older words change nothing. */
function take(desk: Desk, call: Call): void {
  const view = viewOf();
  if (view.call?.callId === call.callId && view.phase !== 'over' && view.phase !== 'idle') {
    if (call.version < view.call.version) return;
    if (desk.live?.isIn === false && call.state !== 'ended') return;
    show({ call });
    return follow(desk, call);
  }
  const isFree = view.phase === 'idle' || (view.phase === 'over' && view.lines.length === 0);
  const rings = mineIn(desk, call)?.state === 'ringing' && call.state !== 'ended';
  if (!rings || !isFree) return;
  show({ ...idle, phase: 'incoming', call, media: call.media });
  desk.sounds.play('ring');
}

function follow(desk: Desk, call: Call): void {
  const [mine, meId] = [mineIn(desk, call), meOf(desk)];
  if (meId === null || mine === undefined) return;
  if (viewOf().phase === 'incoming') {
    // Answered or declined on another device, or nobody waits any longer.
    if (mine.state !== 'ringing') dismiss(desk);
    return;
  }
  const { live } = desk;
  if (live === null) return;
  if (call.state === 'ended') return finish(desk, endingOf(call, meId));
  // This device was away for too long, and the others went on without it.
  if (mine.seatId !== live.seatId) return finish(desk, 'lost');
  const isTalking = call.state === 'active';
  if (isTalking) desk.sounds.play(null);
  show({ phase: isTalking ? 'talking' : 'outgoing' });
  live.links.sync(call, meId);
}

/** Enters a call that the server has yet to agree to; microphone and camera open meanwhile. */
async function join(desk: Desk, of: Seat, ask: () => Promise<{ call: Call }>): Promise<void> {
  const entered = enter(desk, of);
  try {
    const { call } = await ask();
    const { callId } = call;
    if (desk.live !== entered) {
      // Hung up before the server had answered.
      void desk.client.api.calls.leave({ callId, seatId: of.seatId }).catch(() => undefined);
      return;
    }
    if (callId !== of.callId) {
      // Two who call each other meet in one of the calls.
      entered.callId = callId;
      entered.links.close();
      entered.links = openLinks(desk, entered, { ...of, callId });
    }
    entered.isIn = true;
    show({ call, media: call.media });
    follow(desk, call);
  } catch (error) {
    if (desk.live === entered) finish(desk, 'refused', asFailure(error).text);
  }
}

/** Hangs up while the page goes away: no answer is waited for. */
function leaveForGood({ callId, seatId }: Live): void {
  void fetch('/rpc/calls.leave', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ callId, seatId }),
    credentials: 'same-origin',
    keepalive: true,
  }).catch(() => undefined);
}

type Order = {
  conversationId: ConversationId;
  kind: 'direct' | 'group';
  media: CallMedia;
  invite: PersonId[];
};

async function start(desk: Desk, { kind, ...order }: Order): Promise<void> {
  if (desk.live !== null || viewOf().phase === 'incoming') return;
  const { api, newId } = desk.client;
  const [callId, seatId] = [newId<CallId>(), newId<SeatId>()];
  const { media } = order;
  show({ ...idle, phase: 'outgoing', media, seatId });
  desk.sounds.play('wait');
  await join(desk, { callId, seatId, media, isGroup: kind === 'group' }, () =>
    api.calls.start({ callId, seatId, ...order }),
  );
}

/** Takes a call that rings, or joins one of a group that is under way. */
async function answer(desk: Desk, call: Call): Promise<void> {
  if (desk.live !== null) return;
  const { api, newId } = desk.client;
  const seatId = newId<SeatId>();
  const { callId, media, kind } = call;
  desk.sounds.play(null);
  show({ ...idle, phase: 'talking', call, media, seatId });
  await join(desk, { callId, seatId, media, isGroup: kind === 'group' }, () =>
    api.calls.answer({ callId, seatId }),
  );
}

/** The calls of this page. */
export function createEngine(client: Client) {
  const desk: Desk = { client, sounds: createSounds(client), live: null };
  const { api } = client;
  addEventListener('pagehide', () => {
    if (desk.live !== null) leaveForGood(desk.live);
  });
  addEventListener('online', () => desk.live?.links.kick());

  return {
    hear(heard: Heard): void {
      if (heard.name === 'calls.changed') return take(desk, heard.payload.call);
      const { callId, seatId } = heard.payload;
      const { live } = desk;
      if (live?.callId === callId && live.seatId === seatId) live.links.hear(heard.payload);
    },
    take: (call: Call) => take(desk, call),
    start: (order: Order) => start(desk, order),
    answer: (call: Call) => answer(desk, call),
    decline(): void {
      const { call } = viewOf();
      release(desk);
      show(idle);
      if (call !== null) void api.calls.decline({ callId: call.callId }).catch(() => undefined);
    },
    hangUp(): void {
      if (desk.live === null) return dismiss(desk);
      const { callId, seatId } = desk.live;
      finish(desk, 'hung_up');
      void api.calls.leave({ callId, seatId }).catch(() => undefined);
    },
    async invite(people: PersonId[]): Promise<void> {
      if (desk.live === null) return;
      take(desk, (await api.calls.invite({ callId: desk.live.callId, people })).call);
    },
    setMicrophone: (on: boolean) => void desk.live?.tracks.setMicrophone(on),
    setCamera: (on: boolean) => void desk.live?.tracks.setCamera(on),
    nextCamera: () => void desk.live?.tracks.nextCamera(),
    /** A line of mine as it stands after a keystroke. */
    type(typed: { line: number; revision: number; text: string }): void {
      const meId = meOf(desk);
      if (desk.live === null || meId === null) return;
      show({ lines: withTyped(viewOf().lines, meId, typed) });
      desk.live.links.say({ kind: 'typed', ...typed });
    },
    dismiss: () => dismiss(desk),
    /** The person signs out: whatever is under way ends. */
    stop(): void {
      if (desk.live !== null) leaveForGood(desk.live);
      release(desk);
      show(idle);
    },
  };
}

export type Engine = ReturnType<typeof createEngine>;
