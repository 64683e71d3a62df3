import type { CallId, PersonId, SeatId } from '@plaza/base';
import type { ApiFace } from '@plaza/client';
import type { Call, CallSignal, EventPayload, Relays } from '@plaza/contract';
import { maxSignals } from '../limits.ts';
import { show, showPeer, viewOf, type PeerView } from '../state.ts';
import { withTyped } from '../typed.ts';
import { createPeer, type Peer } from './peer.ts';

export type LinksDeps = {
  api: ApiFace;
  callId: CallId;
  seatId: SeatId;
  isGroup: boolean;
  local: MediaStream;
  /**
   * Microphone and camera are open, or will not be. Before that a browser tells the others no
   * address of this device but a name, which not every network finds.
   */
  ready: Promise<unknown>;
  /** Somebody is heard of whom this page does not know yet. */
  onStranger(): void;
};

export type Links = {
  /** Opens and closes ways until they are those of the call. */
  sync(call: Call, meId: PersonId): void;
  hear(told: EventPayload<'calls.signalled'>): void;
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void;
  say(signal: CallSignal): void;
  kick(): void;
  measure(): Promise<void>;
  close(): void;
};

/** Signals of devices that the call does not tell of yet: they come after a moment. */
const keptSignals = 200;
const gatherMs = 20;
const groupBits = 500_000;
const pairBits = 1_500_000;

type Way = { peer: Peer; seatId: SeatId };
type Early = { seatId: SeatId; signal: CallSignal }[];

function asConfig({ servers, relayOnly, hasRelay }: Relays): RTCConfiguration {
  show({ lacksRelay: relayOnly && !hasRelay });
  return {
    iceServers: servers as RTCIceServer[],
    iceTransportPolicy: relayOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
  };
}

/** Reads the relays, and again shortly before their passwords are over. */
function createRelays({ api, callId }: LinksDeps) {
  let known: { config: RTCConfiguration; untilMs: number } | null = null;
  return async (): Promise<RTCConfiguration | null> => {
    if (known !== null && known.untilMs - Date.now() > 60_000) return known.config;
    try {
      const relays = await api.calls.getRelays({ callId });
      known = { config: asConfig(relays), untilMs: Date.parse(relays.expiresAt) };
    } catch {
      // Off the network: what was known will do until it is back.
    }
    return known?.config ?? null;
  };
}

function addPeerView(personId: PersonId, seatId: SeatId, { media }: Call): void {
  const fresh: PeerView = {
    ...{ personId, seatId, link: 'connecting', isWeak: false, stream: null },
    ...{ microphone: true, camera: media === 'video' },
  };
  show({ peers: new Map(viewOf().peers).set(personId, fresh) });
}

function dropPeerView(personId: PersonId): void {
  const peers = new Map(viewOf().peers);
  peers.delete(personId);
  show({ peers });
}

/** What the other device says beside its media. */
function takeWords(personId: PersonId, signal: CallSignal): void {
  if (signal.kind === 'typed') {
    const { lines } = viewOf();
    show({ lines: withTyped(lines, personId, signal), isTextOpen: true });
  } else if (signal.kind === 'status') {
    const { microphone, camera } = signal;
    showPeer(personId, { microphone, camera });
  }
}

/** What the others may expect of this device. */
export const status = (): CallSignal => {
  const { microphone, camera, trouble } = viewOf();
  return {
    kind: 'status',
    microphone: microphone && trouble.microphone === null,
    camera: camera && trouble.camera === null,
  };
};

/** All that the ways of one call share. */
type Hub = {
  deps: LinksDeps;
  ways: Map<PersonId, Way>;
  opening: Map<PersonId, SeatId>;
  early: Map<PersonId, Early>;
  /** What waits for each device, while something is on its way to it. */
  outbound: Map<SeatId, CallSignal[]>;
  relays: () => Promise<RTCConfiguration | null>;
  isClosed: boolean;
  meId: PersonId | null;
};

type To = { personId: PersonId; seatId: SeatId };

/**
 * One after the other to each device, for an answer must not overtake what it answers; what comes
 * up while one is on its way goes together with the next.
 */
function send(hub: Hub, to: To, signal: CallSignal): void {
  const waiting = hub.outbound.get(to.seatId);
  if (waiting !== undefined) {
    waiting.push(signal);
    return;
  }
  const queue = [signal];
  hub.outbound.set(to.seatId, queue);
  void drain(hub, to, queue);
}

async function drain(hub: Hub, to: To, queue: CallSignal[]): Promise<void> {
  const { api, callId, seatId } = hub.deps;
  // Candidates come in bursts: a moment makes one message of many.
  await new Promise((resolve) => setTimeout(resolve, gatherMs));
  while (queue.length > 0 && !hub.isClosed) {
    const signals = queue.splice(0, maxSignals);
    // Lost like a frame on a bad line: whoever waits for it asks again.
    await api.calls.signal({ callId, seatId, to, signals }).catch(() => undefined);
  }
  hub.outbound.delete(to.seatId);
}

/** What was said before there was a way, or while it was lost. */
function greet({ meId }: Hub, peer: Peer): void {
  peer.say(status());
  for (const { personId, line, revision, text } of viewOf().lines) {
    if (personId === meId) peer.say({ kind: 'typed', line, revision, text });
  }
}

function openPeer(hub: Hub, to: To, config: RTCConfiguration): Peer {
  const { local, isGroup, seatId } = hub.deps;
  const { personId } = to;
  const peer = createPeer({
    ...{ config, local, tracks: local.getTracks(), refresh: hub.relays },
    isPolite: seatId < to.seatId,
    pictureBits: isGroup ? groupBits : pairBits,
    send: (signal) => send(hub, to, signal),
    onStream: (stream) => showPeer(personId, { stream: new MediaStream(stream.getTracks()) }),
    onLink(link) {
      showPeer(personId, { link });
      if (link === 'connected') greet(hub, peer);
    },
    onWords: (signal) => takeWords(personId, signal),
  });
  return peer;
}

async function open(hub: Hub, to: To, call: Call): Promise<void> {
  const { personId, seatId } = to;
  hub.opening.set(personId, seatId);
  addPeerView(personId, seatId, call);
  const [relays] = await Promise.all([hub.relays(), hub.deps.ready]);
  const config = relays ?? {};
  if (hub.isClosed || hub.opening.get(personId) !== seatId) return;
  hub.opening.delete(personId);
  const peer = openPeer(hub, to, config);
  hub.ways.set(personId, { peer, seatId });
  const waiting = hub.early.get(personId) ?? [];
  hub.early.delete(personId);
  for (const { seatId: from, signal } of waiting) if (from === seatId) peer.take(signal);
  peer.say(status());
}

function sync(hub: Hub, call: Call, meId: PersonId): void {
  const { ways, opening } = hub;
  hub.meId = meId;
  const seats = new Map<PersonId, SeatId>();
  for (const { person, seatId } of call.parties) {
    if (seatId !== null && person.personId !== meId) seats.set(person.personId, seatId);
  }
  for (const [personId, { seatId, peer }] of ways) {
    if (seats.get(personId) === seatId) continue;
    peer.close();
    ways.delete(personId);
    dropPeerView(personId);
  }
  for (const personId of opening.keys()) {
    if (seats.has(personId)) continue;
    opening.delete(personId);
    dropPeerView(personId);
  }
  for (const [personId, seatId] of seats) {
    const known = ways.get(personId)?.seatId ?? opening.get(personId);
    if (known !== seatId) void open(hub, { personId, seatId }, call);
  }
}

/** The ways to all others of a call. */
export function createLinks(deps: LinksDeps): Links {
  const hub: Hub = {
    ...{ deps, ways: new Map(), opening: new Map(), early: new Map(), outbound: new Map() },
    ...{ relays: createRelays(deps), isClosed: false, meId: null },
  };
  const { ways, early, opening } = hub;
  return {
    sync: (call, meId) => sync(hub, call, meId),
    hear({ from, signal }) {
      const way = ways.get(from.personId);
      if (way?.seatId === from.seatId) return way.peer.take(signal);
      const kept = early.get(from.personId) ?? [];
      early.set(from.personId, [...kept, { seatId: from.seatId, signal }].slice(-keptSignals));
      if (!opening.has(from.personId)) deps.onStranger();
    },
    setTrack(kind, track) {
      for (const { peer } of ways.values()) peer.setTrack(kind, track);
    },
    say(signal) {
      for (const { peer } of ways.values()) peer.say(signal);
    },
    kick() {
      for (const { peer } of ways.values()) peer.kick();
    },
    async measure() {
      for (const [personId, { peer }] of ways) {
        const found = await peer.measure();
        if (found === null) continue;
        showPeer(personId, { isWeak: found.roundTripMs > 600 || found.lossShare > 0.08 });
      }
    },
    close() {
      hub.isClosed = true;
      for (const { peer } of ways.values()) peer.close();
      ways.clear();
    },
  };
}
