/** Within this distance of the end a reader follows what arrives. */
export const followWithinPx = 80;
/** Older messages are asked for before the reader gets there. */
export const loadAheadPx = 1_600;

export type Extent = { offset: number; viewport: number; size: number };

export const distanceToEnd = ({ offset, viewport, size }: Extent) => size - viewport - offset;

export function isNearEnd(extent: Extent): boolean {
  return distanceToEnd(extent) <= followWithinPx;
}

export type Arrival = {
  wasNearEnd: boolean;
  /** The newest row is what the person just sent here. */
  isOwn: boolean;
  /** Messages of others that wait below. */
  unread: number;
};

/**
 * Whether what arrived at the end is gone to. Only the reader moves the page: sending goes to the
 * end too, unless that would skip what was not read.
 */
export function followsArrival({ wasNearEnd, isOwn, unread }: Arrival): boolean {
  return wasNearEnd || (isOwn && unread === 0);
}

export type Reading = {
  /** The newest entry on the screen. */
  seenSeq: number;
  readSeq: number;
  markedUnread: boolean;
  /** The page is looked at. */
  isVisible: boolean;
};

/** Up to where the conversation is read now; null when nothing changes. */
export function readUpTo({ seenSeq, readSeq, markedUnread, isVisible }: Reading): number | null {
  if (!isVisible || seenSeq === 0) return null;
  if (seenSeq > readSeq) return seenSeq;
  return markedUnread ? readSeq : null;
}
