import type { PersonId } from '@plaza/base';
import type { Favourite, PersonCard, ShownMessage } from '@plaza/contract';
import type { ItemRow } from './store.ts';
import type { FavouritesDeps, KeptMessage } from './types.ts';

/** Stands in for a person of whom nothing is known any more. */
function unknownCard(personId: PersonId): PersonCard {
  const handle = 'deleted';
  return { personId, handle, displayName: '?', photoPath: null, region: '', signature: '' };
}

/** What is kept of a message: nothing that belongs to the place where it was said. */
export function keptOf(message: ShownMessage): KeptMessage {
  if (message.type === 'contact') return { type: 'contact', personId: message.person.personId };
  if (!('replyTo' in message)) return message;
  const { replyTo: _place, ...rest } = message;
  return rest;
}

export type Present = (rows: readonly ItemRow[]) => Promise<Favourite[]>;

export function createPresent({
  clock,
  identity,
}: Pick<FavouritesDeps, 'clock' | 'identity'>): Present {
  /** From its time on a message has disappeared, whether or not somebody has swept it up yet. */
  const messageOf = ({ message, expiresAt }: ItemRow): KeptMessage | null =>
    expiresAt !== null && expiresAt.getTime() <= clock.nowMs() ? null : message;

  return async (rows) => {
    const people = rows.flatMap(({ message }) =>
      message?.type === 'contact' ? [message.personId] : [],
    );
    const cards = people.length === 0 ? new Map() : await identity.getCards([...new Set(people)]);
    const shown = (message: KeptMessage | null): ShownMessage | null => {
      if (message?.type !== 'contact') return message;
      const { personId } = message;
      const person = (cards.get(personId) as PersonCard | undefined) ?? unknownCard(personId);
      return { type: 'contact', person };
    };
    return rows.map((row) => {
      const { favouriteId, kind, note, tags, source, createdAt } = row;
      return {
        ...{ favouriteId, kind, note, tags },
        message: shown(messageOf(row)),
        source: source === null ? null : { ...source, at: source.at.toISOString() },
        createdAt: createdAt.toISOString(),
      };
    });
  };
}
