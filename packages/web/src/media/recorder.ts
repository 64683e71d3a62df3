/** Why nothing can be recorded: nobody allowed it, nothing to hear with, or an old browser. */
export type NoRecording = 'refused' | 'missing' | 'insecure';
export type Recorded = { blob: Blob; durationMs: number; levels: readonly number[] };

export type Recording = {
  /** Hears no more, but keeps what was heard. */
  pause(): void;
  /** Ends it; what was heard until now. */
  stop(): Promise<Recorded>;
  cancel(): void;
};

/** Speech is clear at this rate, and a minute is 180 kB. */
const bitsPerSecond = 24_000;
const levelEveryMs = 50;
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

function whyNot(thrown: unknown): NoRecording {
  const name = thrown instanceof DOMException ? thrown.name : '';
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'missing';
}

/** How loud it is now, 0 to 1. */
function levelOf(analyser: AnalyserNode, samples: Float32Array<ArrayBuffer>): number {
  analyser.getFloatTimeDomainData(samples);
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.min(1, Math.sqrt(sum / samples.length) * 3);
}

function listen(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => onLevel(levelOf(analyser, samples)), levelEveryMs);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

function record(stream: MediaStream, onLevel: (level: number) => void): Recording {
  const type = types.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: bitsPerSecond,
    ...(type === undefined ? {} : { mimeType: type }),
  });
  const chunks: Blob[] = [];
  const levels: number[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const stopListening = listen(stream, (level) => {
    if (recorder.state !== 'recording') return;
    levels.push(level);
    onLevel(level);
  });
  const startedAt = performance.now();
  let pausedAt: number | null = null;
  recorder.start(1_000);

  function release(): void {
    stopListening();
    for (const track of stream.getTracks()) track.stop();
  }

  return {
    pause() {
      pausedAt ??= performance.now();
      if (recorder.state === 'recording') recorder.pause();
    },
    async stop() {
      const durationMs = Math.round((pausedAt ?? performance.now()) - startedAt);
      const ended = new Promise((resolve) => {
        recorder.addEventListener('stop', resolve, { once: true });
      });
      recorder.stop();
      await ended;
      release();
      const [plain = 'audio/webm'] = recorder.mimeType.split(';');
      return { blob: new Blob(chunks, { type: plain }), durationMs, levels };
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}

/** Asks for the microphone and begins to record; `onLevel` hears how loud it is. */
export async function startRecording(
  onLevel: (level: number) => void,
): Promise<Recording | NoRecording> {
  // A page that is not secure has no `mediaDevices`, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined || typeof MediaRecorder === 'undefined') return 'insecure';
  try {
    const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
    return record(await devices.getUserMedia({ audio }), onLevel);
  } catch (thrown) {
    return whyNot(thrown);
  }
}
