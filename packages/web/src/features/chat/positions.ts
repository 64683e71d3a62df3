import type { ConversationId } from '@plaza/base';

/** A row and how far its beginning stands above the top of the view. */
export type Position = { key: string; seq: number; abovePx: number };

const mostKept = 200;
const storageKey = 'plaza.positions';

function read(): Map<string, Position> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as [string, Position][]);
  } catch {
    return new Map();
  }
}

const positions = typeof sessionStorage === 'undefined' ? new Map<string, Position>() : read();

/** Where the reader left a conversation in this tab; null: at its end. */
export function positionOf(id: ConversationId): Position | null {
  return positions.get(id) ?? null;
}

export function keepPosition(id: ConversationId, position: Position | null): void {
  positions.delete(id);
  if (position !== null) positions.set(id, position);
  const oldest = positions.keys().next().value;
  if (positions.size > mostKept && oldest !== undefined) positions.delete(oldest);
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...positions]));
  } catch {
    // Without storage the place is kept as long as the page lives.
  }
}
