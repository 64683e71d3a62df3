import { preparePicture } from './pictures.ts';

export type VideoFacts = {
  width: number;
  height: number;
  durationMs: number;
  poster: Blob | null;
  placeholder: string;
};

const posterPx = 640;
/** A video that shows nothing by then is sent as a file. */
const giveUpMs = 10_000;

function heard(video: HTMLVideoElement, name: string, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { once: true, signal: stop };
    video.addEventListener(name, () => resolve(), options);
    video.addEventListener('error', () => reject(new Error('unreadable')), options);
    stop.addEventListener('abort', () => reject(new Error('late')), { once: true });
  });
}

/** A recorded video does not know its length until its end was looked at. */
async function durationOf(video: HTMLVideoElement, stop: AbortSignal): Promise<number> {
  if (!Number.isFinite(video.duration)) {
    const known = heard(video, 'durationchange', stop);
    video.currentTime = Number.MAX_SAFE_INTEGER;
    await known;
  }
  return Number.isFinite(video.duration) ? video.duration : 0;
}

async function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9));
}

async function look(video: HTMLVideoElement, stop: AbortSignal): Promise<VideoFacts> {
  await heard(video, 'loadedmetadata', stop);
  const seconds = await durationOf(video, stop);
  const shown = heard(video, 'seeked', stop);
  // The very first frame is black in many videos.
  video.currentTime = Math.min(0.5, seconds / 3);
  await shown;
  const frame = await frameOf(video);
  const poster = frame === null ? null : await preparePicture(frame, { longestPx: posterPx });
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    durationMs: Math.round(seconds * 1000),
    poster: poster?.blob ?? null,
    placeholder: poster?.placeholder ?? '',
  };
}

/** What a video is like, and a picture of it; null where the browser cannot play it. */
export async function lookAtVideo(file: Blob): Promise<VideoFacts | null> {
  const url = URL.createObjectURL(file);
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.playsInline = true;
  try {
    const facts = look(video, AbortSignal.timeout(giveUpMs));
    video.src = url;
    const found = await facts;
    return found.width === 0 ? null : found;
  } catch {
    return null;
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}
