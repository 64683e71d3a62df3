import type { MediaTrouble } from '../state.ts';

/** What a browser says when it gives no microphone or camera, in our words. */
export function troubleOf(error: unknown): MediaTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'taken';
  return 'none';
}

const sound: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** A group shares what one line carries; two people may see more of each other. */
const picture = (isGroup: boolean): MediaTrackConstraints => ({
  width: { ideal: isGroup ? 640 : 1_280 },
  height: { ideal: isGroup ? 360 : 720 },
  frameRate: { ideal: 30, max: 30 },
});

type Opened = { track: MediaStreamTrack } | { trouble: MediaTrouble };

async function open(constraints: MediaStreamConstraints): Promise<Opened> {
  // The types say that it is always there; a page that is not secure knows better.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return { trouble: 'insecure' };
  try {
    const stream = await devices.getUserMedia(constraints);
    const [track] = stream.getTracks();
    return track === undefined ? { trouble: 'none' } : { track };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}

export const openMicrophone = (): Promise<Opened> => open({ audio: sound });

/** `facing` is for phones: towards the person, or away from them. */
export function openCamera(of: { isGroup: boolean; facing: 'user' | 'environment' }) {
  return open({ video: { ...picture(of.isGroup), facingMode: of.facing } });
}

/** Opens one camera, by its name for the browser. */
export function openCameraById(of: { isGroup: boolean; deviceId: string }) {
  return open({ video: { ...picture(of.isGroup), deviceId: { exact: of.deviceId } } });
}

export async function camerasOf(): Promise<string[]> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = (await devices?.enumerateDevices()) ?? [];
  return all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
}
