import type { PushLevel } from '@plaza/contract';

/** How this device calls: not at all, while the app is open, or always; then what it shows. */
export type Mode = 'off' | 'open' | PushLevel;

const key = 'plaza.push';
const modes: readonly string[] = ['off', 'open', 'full', 'name', 'nothing'] satisfies Mode[];

const isAllowed = () => 'Notification' in window && Notification.permission === 'granted';

/** What the person chose here; whoever allowed notifications before there was a choice has them. */
export function keptMode(): Mode {
  if (!isAllowed()) return 'off';
  try {
    const kept = localStorage.getItem(key);
    return kept !== null && modes.includes(kept) ? (kept as Mode) : 'open';
  } catch {
    return 'open';
  }
}

export function keepMode(mode: Mode): void {
  try {
    localStorage.setItem(key, mode);
  } catch {
    // Without storage the city and the browser still know.
  }
}

/** Whether the page itself calls: where the city pushes, it does so for open apps too. */
export function callsWhileOpen(): boolean {
  return keptMode() === 'open';
}

export function levelOf(mode: Mode): PushLevel | null {
  return mode === 'off' || mode === 'open' ? null : mode;
}
