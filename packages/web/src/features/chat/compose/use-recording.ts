import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { nullFileId, type MediaMessage } from '@plaza/client';
import { useEffect, useRef, useState } from 'react';
import {
  startRecording,
  type NoRecording,
  type Recorded,
  type Recording,
} from '../../../media/recorder.ts';
import { showToast } from '../../../ui/index.ts';
import { stopPlaying } from '../kinds/voice-player.ts';
import { peaksOf } from '../kinds/waveform.ts';
import { usePosting } from './use-posting.ts';

export const mostMs = 60_000;
/** From here on the seconds that are left are counted down. */
export const countdownMs = 50_000;
/** What is shorter was a slip of the finger. */
const leastMs = 700;

export type VoiceState = {
  elapsedMs: number;
  /** The newest last. */
  levels: readonly number[];
  /** The minute is over: it waits to be sent. */
  isFull: boolean;
};

/** The words of why there is nothing to record with. */
function useTelling() {
  const { t } = useLingui();
  return (why: NoRecording): void => {
    const texts: Record<NoRecording, string> = {
      refused: t`The microphone is not allowed. Allow it in the settings of the browser.`,
      missing: t`There is no microphone, or another app is using it.`,
      insecure: t`Voice messages need a secure page (https) and a newer browser.`,
    };
    showToast(texts[why], { tone: 'danger' });
  };
}

function voiceMessage({ blob, durationMs, levels }: Recorded): MediaMessage {
  return {
    message: {
      type: 'voice',
      fileId: nullFileId,
      sizeBytes: blob.size,
      durationMs: Math.min(mostMs, durationMs),
      peaks: peaksOf(levels),
    },
    parts: [{ field: 'fileId', blob, as: 'audio', name: 'voice' }],
  };
}

/** What was heard until now, with one level more; it is full after a minute. */
function longer(before: VoiceState | null, elapsedMs: number, level: number): VoiceState | null {
  if (before === null || before.isFull) return before;
  const levels = [...before.levels, level];
  return { elapsedMs: Math.min(mostMs, elapsedMs), isFull: elapsedMs >= mostMs, levels };
}

/** Records a voice message and sends it; `state` is null while nothing is recorded. */
export function useRecording(id: ConversationId) {
  const { t } = useLingui();
  const tell = useTelling();
  const { post } = usePosting(id);
  const [state, setState] = useState<VoiceState | null>(null);
  const recording = useRef<Promise<Recording | NoRecording> | null>(null);
  const startedAt = useRef(0);

  async function begin(): Promise<void> {
    if (recording.current !== null) return;
    stopPlaying();
    const starting = startRecording((level) => {
      setState((before) => longer(before, performance.now() - startedAt.current, level));
    });
    recording.current = starting;
    const started = await starting;
    if (recording.current !== starting) {
      if (typeof started !== 'string') started.cancel();
    } else if (typeof started === 'string') {
      recording.current = null;
      tell(started);
    } else {
      startedAt.current = performance.now();
      setState({ elapsedMs: 0, levels: [], isFull: false });
    }
  }

  /** Gives up what is recorded to whoever ends it; null when there is nothing. */
  async function take(): Promise<Recording | null> {
    const starting = recording.current;
    recording.current = null;
    setState(null);
    const started = await starting;
    return started === null || typeof started === 'string' ? null : started;
  }

  async function cancel(): Promise<void> {
    (await take())?.cancel();
  }

  async function send(): Promise<void> {
    const recorded = await (await take())?.stop();
    if (recorded === undefined) return;
    if (recorded.durationMs >= leastMs) return post(voiceMessage(recorded));
    showToast(t`Too short. Hold the button, or tap it to record.`);
  }

  const isFull = state?.isFull === true;
  useEffect(() => {
    if (!isFull) return;
    void recording.current?.then((one) => (typeof one === 'string' ? undefined : one.pause()));
  }, [isFull]);
  const drop = useRef(cancel);
  useEffect(() => {
    drop.current = cancel;
  });
  // Whoever leaves the conversation does not go on being recorded.
  useEffect(() => () => void drop.current(), []);
  return { state, begin, cancel, send };
}
