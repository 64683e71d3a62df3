import { create } from 'zustand';

/** What can be played. */
export type Track = { key: string; url: string; durationMs: number };
export const rates = [1, 1.5, 2] as const;
type Rate = (typeof rates)[number];

type Player = {
  key: string | null;
  isPlaying: boolean;
  hasFailed: boolean;
  positionMs: number;
  rate: Rate;
};

/** The one player of the page: whatever starts, what played before it stops. */
export const useVoicePlayer = create<Player>()(() => ({
  key: null,
  isPlaying: false,
  hasFailed: false,
  positionMs: 0,
  rate: 1,
}));

type Ended = () => Track | null;
let audio: HTMLAudioElement | null = null;
let onEnded: Ended = () => null;
let frame = 0;

function follow(): void {
  cancelAnimationFrame(frame);
  if (audio === null || audio.paused) return;
  useVoicePlayer.setState({ positionMs: audio.currentTime * 1000 });
  frame = requestAnimationFrame(follow);
}

function element(): HTMLAudioElement {
  if (audio !== null) return audio;
  const made = new Audio();
  made.preload = 'auto';
  made.addEventListener('play', () => {
    useVoicePlayer.setState({ isPlaying: true, hasFailed: false });
    follow();
  });
  made.addEventListener('pause', () => useVoicePlayer.setState({ isPlaying: false }));
  made.addEventListener('error', () => {
    useVoicePlayer.setState({ isPlaying: false, hasFailed: true });
  });
  made.addEventListener('ended', () => {
    useVoicePlayer.setState({ isPlaying: false, positionMs: 0 });
    const next = onEnded();
    if (next !== null) start(next, 0);
  });
  audio = made;
  return made;
}

function start(track: Track, fromMs: number): void {
  const player = element();
  useVoicePlayer.setState({ key: track.key, positionMs: fromMs, hasFailed: false });
  player.src = track.url;
  const { rate } = useVoicePlayer.getState();
  player.defaultPlaybackRate = rate;
  player.playbackRate = rate;
  if (fromMs > 0) player.currentTime = fromMs / 1000;
  // A browser that refuses to play says so by an event too.
  player.play().catch(() => useVoicePlayer.setState({ isPlaying: false }));
}

/** Plays or pauses; `ended` says what comes after, when it was played to its end. */
export function togglePlay(track: Track, ended: Ended): void {
  const { key, isPlaying, hasFailed } = useVoicePlayer.getState();
  onEnded = ended;
  if (key !== track.key || hasFailed) return start(track, 0);
  if (isPlaying) element().pause();
  else
    void element()
      .play()
      .catch(() => undefined);
}

/** Goes to a part of a track, and starts it when it is another one. */
export function seekTo(track: Track, ms: number, ended: Ended): void {
  onEnded = ended;
  const toMs = Math.max(0, Math.min(ms, track.durationMs));
  if (useVoicePlayer.getState().key !== track.key) return start(track, toMs);
  element().currentTime = toMs / 1000;
  useVoicePlayer.setState({ positionMs: toMs });
}

/** Faster, faster, and slow again. */
export function stepRate(): void {
  const { rate } = useVoicePlayer.getState();
  const next = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1;
  if (audio !== null) audio.playbackRate = next;
  useVoicePlayer.setState({ rate: next });
}

/** Nothing plays on when its conversation is left, or while something is recorded. */
export function stopPlaying(): void {
  audio?.pause();
  useVoicePlayer.setState({ key: null, isPlaying: false, positionMs: 0 });
}
