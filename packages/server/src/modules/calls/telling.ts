import type { PersonId } from '@plaza/base';
import type { Call, EventPayload, PersonCard } from '@plaza/contract';
import type { CallsDeps } from './deps.ts';
import { toldTopic, type CallRow } from './types.ts';

/** Stands in for a person of whom nothing is known any more. */
function unknownCard(personId: PersonId): PersonCard {
  const handle = 'deleted';
  return { personId, handle, displayName: '?', photoPath: null, region: '', signature: '' };
}

export type Present = (calls: readonly CallRow[]) => Promise<Call[]>;

/** Puts people's cards, as they are now, in the place of their ids. */
export function createPresent({ identity }: Pick<CallsDeps, 'identity'>): Present {
  return async (calls) => {
    const ids = calls.flatMap(({ parties }) => parties.map(({ personId }) => personId));
    const cards = ids.length === 0 ? new Map() : await identity.getCards([...new Set(ids)]);
    const cardOf = (id: PersonId) => (cards.get(id) as PersonCard | undefined) ?? unknownCard(id);
    return calls.map(({ parties, startedAt, answeredAt, endedAt, ...rest }) => ({
      ...rest,
      startedAt: startedAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      parties: parties.map(({ personId, state, seatId, ringUntil }) => ({
        ...{ person: cardOf(personId), state, seatId },
        ringUntil: ringUntil?.toISOString() ?? null,
      })),
    }));
  };
}

type ToldEvent =
  | { name: 'calls.changed'; payload: EventPayload<'calls.changed'> }
  | { name: 'calls.signalled'; payload: EventPayload<'calls.signalled'> };

export type Tell = {
  /** Tells everybody who is or was called how a call is now. */
  changed(row: CallRow): Promise<void>;
  signalled(personId: PersonId, payload: EventPayload<'calls.signalled'>): void;
  start(): void;
  stop(): void;
};

/** Brings what happens to calls to the sockets of every process. */
export function createTell({ bus, hub }: Pick<CallsDeps, 'bus' | 'hub'>, present: Present): Tell {
  let unsubscribe: (() => void) | null = null;
  const tell = (personId: PersonId, told: ToldEvent) =>
    bus.publish(`${toldTopic}.${personId}`, told);

  function deliver(message: unknown, topic: string): void {
    const personId = topic.slice(toldTopic.length + 1) as PersonId;
    hub.deliver([personId], hub.prepare({ t: 'event', ...(message as ToldEvent) }));
  }

  return {
    async changed(row) {
      const [call] = await present([row]);
      if (call === undefined) return;
      for (const { personId } of row.parties) {
        tell(personId, { name: 'calls.changed', payload: { call } });
      }
    },
    signalled: (personId, payload) => tell(personId, { name: 'calls.signalled', payload }),
    start() {
      unsubscribe ??= bus.subscribe(`${toldTopic}.*`, deliver);
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}
