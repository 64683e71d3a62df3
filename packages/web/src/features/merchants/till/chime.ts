// The sound of a payment, made by the browser itself: two tones, as a till has it.

let context: AudioContext | null = null;

/** Sound needs a press before it: called from one, so that it is allowed later. */
export function wakeChime(): void {
  context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
  if (context?.state === 'suspended') void context.resume();
}

function tone(audio: AudioContext, frequency: number, afterSeconds: number): void {
  const from = audio.currentTime + afterSeconds;
  const swing = audio.createOscillator();
  const volume = audio.createGain();
  swing.type = 'triangle';
  swing.frequency.value = frequency;
  volume.gain.setValueAtTime(0, from);
  volume.gain.linearRampToValueAtTime(0.35, from + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, from + 0.55);
  swing.connect(volume).connect(audio.destination);
  swing.start(from);
  swing.stop(from + 0.6);
}

/** Tells that money came. Where sound is not allowed yet nothing is heard. */
export function chime(): void {
  if (context?.state !== 'running') return;
  tone(context, 880, 0);
  tone(context, 1318.5, 0.16);
  navigator.vibrate?.(80);
}
