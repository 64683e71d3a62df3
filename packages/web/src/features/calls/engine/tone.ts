type Beat = { hertz: readonly number[]; atMs: number; forMs: number };
type Tune = { beats: readonly Beat[]; everyMs: number; loudness: number };

/** Two soft steps upwards for who is called; the plain tone of a line for who waits. */
const tunes: Record<'ring' | 'wait', Tune> = {
  ring: {
    beats: [
      { hertz: [523, 659], atMs: 0, forMs: 380 },
      { hertz: [659, 784], atMs: 420, forMs: 380 },
      { hertz: [784, 1_047], atMs: 840, forMs: 620 },
    ],
    everyMs: 3_000,
    loudness: 0.12,
  },
  wait: { beats: [{ hertz: [425], atMs: 0, forMs: 1_000 }], everyMs: 4_000, loudness: 0.05 },
};

function play(context: AudioContext, { beats, loudness }: Tune): void {
  for (const { hertz, atMs, forMs } of beats) {
    const from = context.currentTime + atMs / 1_000;
    const to = from + forMs / 1_000;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loudness, from + 0.04);
    gain.gain.setValueAtTime(loudness, to - 0.12);
    gain.gain.linearRampToValueAtTime(0, to);
    gain.connect(context.destination);
    for (const frequency of hertz) {
      const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
      oscillator.connect(gain);
      oscillator.start(from);
      oscillator.stop(to);
    }
  }
}

/** Plays until the answer is called. A page that nobody has touched yet stays silent. */
export function startTone(kind: 'ring' | 'wait'): () => void {
  const context = new AudioContext();
  const tune = tunes[kind];
  // A page that nobody has touched yet may not shake the phone either.
  const mayShake = () =>
    kind === 'ring' && 'vibrate' in navigator && navigator.userActivation.hasBeenActive;
  function round(): void {
    if (context.state === 'running') play(context, tune);
    else void context.resume().catch(() => undefined);
    if (mayShake()) navigator.vibrate([400, 200, 400]);
  }
  round();
  const timer = setInterval(round, tune.everyMs);
  return () => {
    clearInterval(timer);
    if (mayShake()) navigator.vibrate(0);
    void context.close();
  };
}

/** Only one page of this browser rings; the answer ends it, also when its turn never came. */
export function ringOnce(): () => void {
  let stop: (() => void) | null = null;
  let isOver = false;
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const locks = navigator.locks as LockManager | undefined;
  const run = async () => {
    if (isOver) return;
    stop = startTone('ring');
    await until;
  };
  if (locks === undefined) void run();
  else void locks.request('plaza ring', run);
  return () => {
    isOver = true;
    stop?.();
    release();
  };
}
