/** How far a moment lies back, by the calendar of this device. */
export type Age = 'today' | 'yesterday' | 'week' | 'year' | 'older';

function dayNumber(at: Date): number {
  return Math.floor(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000);
}

export function ageOf(at: Date, now: Date): Age {
  const days = dayNumber(now) - dayNumber(at);
  if (days <= 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 7) return 'week';
  return at.getFullYear() === now.getFullYear() ? 'year' : 'older';
}
