import type { PersonId } from '@plaza/base';
import type { Packet } from '@plaza/contract';

/**
 * How a red packet stands for whoever looks at it. `mine`: it waits for them to open it.
 * `theirs`: it is for somebody else. `waiting`: they sent it, and others are to open it. `gone`:
 * all of it was taken, by others. `over`: its time ended first. `back`: that, and they sent it.
 */
export type Standing =
  | 'unknown'
  | 'processing'
  | 'mine'
  | 'theirs'
  | 'waiting'
  | 'got'
  | 'gone'
  | 'over'
  | 'back'
  | 'failed';

type Viewer = { meId: PersonId | null; isGroup: boolean; nowMs: number };

function ofOpen(packet: Packet, { meId, isGroup, nowMs }: Viewer): Standing {
  const { forPerson, sender, expiresAt } = packet;
  const isOwn = sender.personId === meId;
  // Its end is told a moment later; nothing can be taken of it by then.
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return isOwn ? 'waiting' : 'over';
  if (forPerson !== null && forPerson.personId !== meId) return isOwn ? 'waiting' : 'theirs';
  return isOwn && !isGroup ? 'waiting' : 'mine';
}

export function standsFor(packet: Packet | null, viewer: Viewer): Standing {
  if (packet === null) return 'unknown';
  const { state, mine, sender } = packet;
  if (mine !== null) return 'got';
  switch (state) {
    case 'processing':
    case 'failed':
      return state;
    case 'open':
      return ofOpen(packet, viewer);
    case 'taken':
      return 'gone';
    case 'returned':
      return sender.personId === viewer.meId ? 'back' : 'over';
  }
}

/** Nothing is to be had of it any more, or the viewer has theirs: its card is pale. */
export function isSpent(standing: Standing): boolean {
  return ['got', 'gone', 'over', 'back', 'failed'].includes(standing);
}
