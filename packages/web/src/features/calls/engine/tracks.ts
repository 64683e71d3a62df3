import { show, viewOf, type MediaTrouble } from '../state.ts';
import { camerasOf, openCamera, openCameraById, openMicrophone } from './media.ts';

type Kind = 'audio' | 'video';
type Opened = { track: MediaStreamTrack } | { trouble: MediaTrouble };

export type Tracks = {
  stream: MediaStream;
  /** Opens what the call begins with; what cannot be opened is told and does without. */
  open(of: { video: boolean }): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  nextCamera(): Promise<void>;
  close(): void;
};

type Deps = {
  isGroup: boolean;
  onTrack(kind: Kind, track: MediaStreamTrack | null): void;
  /** The others are told what to expect. */
  onStatus(): void;
};

type Hub = Deps & { stream: MediaStream; facing: 'user' | 'environment'; isClosed: boolean };

const current = ({ stream }: Hub, kind: Kind) =>
  stream.getTracks().find((track) => track.kind === kind) ?? null;

function tellTrouble(hub: Hub, kind: Kind, trouble: MediaTrouble | null): void {
  const which = kind === 'audio' ? 'microphone' : 'camera';
  const isOff = trouble === null ? {} : { [which]: false };
  show({ trouble: { ...viewOf().trouble, [which]: trouble }, ...isOff });
  hub.onStatus();
}

function put(hub: Hub, kind: Kind, track: MediaStreamTrack | null): void {
  const { stream } = hub;
  const old = current(hub, kind);
  if (old !== null) {
    old.stop();
    stream.removeTrack(old);
  }
  if (track !== null) {
    stream.addTrack(track);
    // A camera that was unplugged, a permission that was taken back.
    track.addEventListener('ended', () => {
      if (current(hub, kind) !== track) return;
      put(hub, kind, null);
      tellTrouble(hub, kind, 'none');
    });
  }
  hub.onTrack(kind, track);
  show({ local: new MediaStream(stream.getTracks()) });
}

function take(hub: Hub, kind: Kind, opened: Opened): void {
  if ('trouble' in opened) {
    if (!hub.isClosed) tellTrouble(hub, kind, opened.trouble);
  } else if (hub.isClosed) {
    opened.track.stop();
  } else {
    put(hub, kind, opened.track);
    tellTrouble(hub, kind, null);
  }
}

async function nextCamera(hub: Hub): Promise<void> {
  const { isGroup } = hub;
  const ids = await camerasOf();
  const now = current(hub, 'video')?.getSettings().deviceId;
  const next = ids[(ids.indexOf(now ?? '') + 1) % Math.max(1, ids.length)];
  // Some phones open one camera at a time only.
  put(hub, 'video', null);
  if (next !== undefined && next !== '' && ids.length > 1) {
    return take(hub, 'video', await openCameraById({ isGroup, deviceId: next }));
  }
  hub.facing = hub.facing === 'user' ? 'environment' : 'user';
  take(hub, 'video', await openCamera({ isGroup, facing: hub.facing }));
}

/** What this device sends: a microphone and perhaps a camera, each of which may be missing. */
export function createTracks(deps: Deps): Tracks {
  const hub: Hub = { ...deps, stream: new MediaStream(), facing: 'user', isClosed: false };
  const { stream, isGroup } = hub;
  const camera = () => openCamera({ isGroup, facing: hub.facing });
  return {
    stream,
    async open({ video }) {
      show({ microphone: true, camera: video });
      // One after the other: each is refused, or missing, for itself.
      take(hub, 'audio', await openMicrophone());
      if (video && !hub.isClosed) take(hub, 'video', await camera());
    },
    async setMicrophone(on) {
      show({ microphone: on });
      const track = current(hub, 'audio');
      if (track !== null) track.enabled = on;
      else if (on) take(hub, 'audio', await openMicrophone());
      hub.onStatus();
    },
    async setCamera(on) {
      show({ camera: on });
      if (on) take(hub, 'video', await camera());
      else put(hub, 'video', null);
      hub.onStatus();
    },
    nextCamera: () => nextCamera(hub),
    close() {
      hub.isClosed = true;
      for (const track of stream.getTracks()) track.stop();
    },
  };
}
