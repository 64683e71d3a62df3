import { isQuiet, type Client } from '@plaza/client';
import { ringOnce, startTone } from './tone.ts';

export type Sounds = {
  /** Begins a tone; whatever sounded before ends. */
  play(kind: 'ring' | 'wait' | null): void;
};

/** Tones for who waits and for who is called, by the person's rules. */
export function createSounds(client: Client): Sounds {
  let stop: () => void = () => undefined;
  return {
    play(kind) {
      stop();
      stop = () => undefined;
      if (kind === 'wait') stop = startTone('wait');
      // At quiet hours a call is shown, and makes no sound.
      if (kind === 'ring' && !isQuiet(client.getState(), new Date())) stop = ringOnce();
    },
  };
}
