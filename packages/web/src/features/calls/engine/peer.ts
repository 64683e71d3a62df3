import type { CallSignal } from '@plaza/contract';

export type PeerDeps = {
  config: RTCConfiguration;
  /** Of two that offer at once, this one gives way. */
  isPolite: boolean;
  tracks: readonly MediaStreamTrack[];
  local: MediaStream;
  /** Bits a second that a picture may take. */
  pictureBits: number;
  send(signal: CallSignal): void;
  onStream(stream: MediaStream): void;
  onLink(link: 'connecting' | 'connected' | 'lost'): void;
  onWords(signal: CallSignal): void;
  /** Fresh passwords of the relay, before a new way is looked for. */
  refresh(): Promise<RTCConfiguration | null>;
};

export type Peer = {
  take(signal: CallSignal): void;
  /** Says something beside the media: by the direct way, or else through the server. */
  say(signal: CallSignal): void;
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void;
  /** Looks for a way anew: the network is another one, or nothing was heard. */
  kick(): void;
  /** Round trip and loss, as far as they are known. */
  measure(): Promise<{ roundTripMs: number; lossShare: number } | null>;
  close(): void;
};

/** A way is looked for anew after so long, then twice as long: on a slow line it needs that. */
const firstKickMs = 6_000;
const longestKickMs = 24_000;
/** What was just begun is not begun again because the other side asks for it. */
const freshMs = 3_000;

type Link = {
  deps: PeerDeps;
  pc: RTCPeerConnection;
  channel: RTCDataChannel;
  isOffering: boolean;
  isIgnoring: boolean;
  wasConnected: boolean;
  lastKickMs: number;
  kickAfterMs: number;
  /** Signals are taken one after the other. */
  queue: Promise<unknown>;
};

function tell({ deps, pc }: Link): void {
  const description = pc.localDescription;
  if (description === null || (description.type !== 'offer' && description.type !== 'answer'))
    return;
  deps.send({ kind: 'description', type: description.type, sdp: description.sdp });
}

async function offer(link: Link): Promise<void> {
  try {
    link.isOffering = true;
    await link.pc.setLocalDescription();
    tell(link);
  } catch {
    // Closed meanwhile; or overtaken by an offer of the other side, which is as good.
  } finally {
    link.isOffering = false;
  }
}

async function takeDescription(
  link: Link,
  { type, sdp }: Extract<CallSignal, { kind: 'description' }>,
): Promise<void> {
  const { pc, deps } = link;
  const collides = type === 'offer' && (link.isOffering || pc.signalingState !== 'stable');
  link.isIgnoring = !deps.isPolite && collides;
  if (link.isIgnoring) return;
  // An answer to what was asked before: a repeated one, or one that was overtaken.
  if (type === 'answer' && pc.signalingState !== 'have-local-offer') return;
  await pc.setRemoteDescription({ type, sdp });
  if (type !== 'offer') return;
  await pc.setLocalDescription();
  tell(link);
}

async function takeCandidate(
  { pc, isIgnoring }: Link,
  { candidate, sdpMid, sdpMLineIndex }: Extract<CallSignal, { kind: 'candidate' }>,
): Promise<void> {
  try {
    await pc.addIceCandidate({ candidate, sdpMid, sdpMLineIndex });
  } catch (error) {
    if (!isIgnoring && pc.remoteDescription !== null) throw error;
  }
}

/** Begins anew. Only one side does it, so that two do not talk past each other; the other asks. */
async function restart(link: Link): Promise<void> {
  const { pc, deps } = link;
  link.lastKickMs = performance.now();
  link.kickAfterMs = Math.min(longestKickMs, link.kickAfterMs * 2);
  if (deps.isPolite) {
    deps.send({ kind: 'hello' });
    return;
  }
  if (link.wasConnected) {
    const config = await deps.refresh();
    if (config !== null && pc.signalingState !== 'closed') pc.setConfiguration(config);
  }
  if (pc.signalingState === 'have-local-offer' && !link.wasConnected) tell(link);
  else if (pc.signalingState !== 'closed') {
    pc.restartIce();
    // In the middle of an exchange the browser asks for none: the offer may be what was lost.
    if (pc.signalingState === 'have-local-offer') tell(link);
  }
}

async function takeSignal(link: Link, signal: CallSignal): Promise<void> {
  switch (signal.kind) {
    case 'description':
      return takeDescription(link, signal);
    case 'candidate':
      return takeCandidate(link, signal);
    case 'hello':
      if (link.deps.isPolite || link.pc.connectionState === 'connected') return;
      if (performance.now() - link.lastKickMs > freshMs) await restart(link);
      return;
    default:
      link.deps.onWords(signal);
  }
}

function follow(link: Link): void {
  const { pc, deps, channel } = link;
  pc.onnegotiationneeded = () => void offer(link);
  pc.onicecandidate = ({ candidate }) => {
    if (candidate === null || candidate.candidate === '') return;
    const { sdpMid, sdpMLineIndex } = candidate;
    deps.send({ kind: 'candidate', candidate: candidate.candidate, sdpMid, sdpMLineIndex });
  };
  const stream = new MediaStream();
  pc.ontrack = ({ track }) => {
    for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
    stream.addTrack(track);
    deps.onStream(stream);
  };
  pc.onconnectionstatechange = () => {
    const { connectionState } = pc;
    if (connectionState === 'connected') {
      link.wasConnected = true;
      link.kickAfterMs = firstKickMs;
      deps.onLink('connected');
    } else if (connectionState === 'failed' || connectionState === 'disconnected') {
      deps.onLink(link.wasConnected ? 'lost' : 'connecting');
      if (connectionState === 'failed') void restart(link);
    }
  };
  channel.onmessage = ({ data }: MessageEvent<string>) =>
    deps.onWords(JSON.parse(data) as CallSignal);
}

function setTrack(link: Link, kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
  const { pc, deps } = link;
  const known = pc
    .getTransceivers()
    .find(({ sender, receiver }) => (sender.track ?? receiver.track).kind === kind);
  if (known === undefined) {
    if (track !== null) pc.addTrack(track, deps.local);
  } else {
    void known.sender.replaceTrack(track);
    if (track !== null && (known.direction === 'recvonly' || known.direction === 'inactive')) {
      known.direction = 'sendrecv';
    }
  }
  if (kind !== 'video' || track === null) return;
  const sender = pc.getSenders().find((each) => each.track === track);
  const parameters = sender?.getParameters();
  if (sender === undefined || !parameters?.encodings?.[0]) return;
  parameters.encodings[0].maxBitrate = deps.pictureBits;
  void sender.setParameters(parameters).catch(() => undefined);
}

async function measure({ pc }: Link) {
  const report = await pc.getStats();
  let roundTripMs: number | null = null;
  let [lost, got] = [0, 0];
  for (const stat of report.values() as Iterable<Record<string, unknown>>) {
    if (stat['type'] === 'candidate-pair' && stat['nominated'] === true) {
      const seconds = stat['currentRoundTripTime'];
      if (typeof seconds === 'number') roundTripMs = seconds * 1_000;
    } else if (stat['type'] === 'inbound-rtp' && stat['kind'] === 'audio') {
      lost += Number(stat['packetsLost'] ?? 0);
      got += Number(stat['packetsReceived'] ?? 0);
    }
  }
  if (roundTripMs === null) return null;
  return { roundTripMs, lossShare: lost + got === 0 ? 0 : lost / (lost + got) };
}

/** The way to one other device: offers and answers until media flow, and again when they stop. */
export function createPeer(deps: PeerDeps): Peer {
  const pc = new RTCPeerConnection(deps.config);
  const channel = pc.createDataChannel('words', { negotiated: true, id: 0 });
  const link: Link = {
    ...{ deps, pc, channel, isOffering: false, isIgnoring: false, wasConnected: false },
    ...{ lastKickMs: performance.now(), kickAfterMs: firstKickMs, queue: Promise.resolve() },
  };
  follow(link);
  for (const track of deps.tracks) setTrack(link, track.kind as 'audio' | 'video', track);
  const watch = setInterval(() => {
    const waited = performance.now() - link.lastKickMs;
    if (pc.connectionState !== 'connected' && waited >= link.kickAfterMs) void restart(link);
  }, 1_000);

  return {
    take(signal) {
      link.queue = link.queue.then(() => takeSignal(link, signal)).catch(() => undefined);
    },
    say(signal) {
      if (channel.readyState === 'open') channel.send(JSON.stringify(signal));
      else deps.send(signal);
    },
    setTrack: (kind, track) => setTrack(link, kind, track),
    kick: () => void restart(link),
    measure: () => measure(link).catch(() => null),
    close() {
      clearInterval(watch);
      pc.onconnectionstatechange = null;
      pc.close();
    },
  };
}
