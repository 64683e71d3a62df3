/** A moment to choose for later. */
export type LaterChoice = 'hour' | 'evening' | 'morning' | 'week';

/** When each choice is, seen from now; an evening that is over is tomorrow's. */
export function laterOf(choice: LaterChoice, now: Date): Date {
  const at = new Date(now);
  at.setSeconds(0, 0);
  if (choice === 'hour') {
    at.setHours(at.getHours() + 1);
    return at;
  }
  if (choice === 'evening') {
    at.setHours(20, 0);
    if (at.getTime() <= now.getTime()) at.setDate(at.getDate() + 1);
    return at;
  }
  at.setDate(at.getDate() + (choice === 'morning' ? 1 : 7));
  at.setHours(9, 0);
  return at;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A moment as a field for date and time writes it, in the time of this device. */
export function fieldOf(at: Date): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
