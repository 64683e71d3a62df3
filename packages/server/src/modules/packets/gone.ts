import type { PacketId, PersonId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Front, Knock } from './store/front.ts';
import { selectTakersOf } from './store/takers.ts';

/** A packet whose last share is promised. */
type Gone = { front: Front; takers: ReadonlySet<PersonId> };

/** So many packets are remembered, each with a hundred people at most: a few megabytes. */
const maxKept = 512;

/**
 * What this process knows to be gone. A promise is never taken back, so a packet that is gone stays
 * gone, and to whom its shares are promised is final too: most of a crowd comes when that is so,
 * and is answered without being looked up.
 */
export type GoneMemory = {
  /** Somebody before a packet that is gone, who has no share of it; null: the rows have to say. */
  find(knock: Knock): Front | null;
  /** Remembers a packet if its last share is promised. */
  learn(front: Front): Promise<void>;
};

export function createGoneMemory({ db }: { db: Pick<Database, 'query'> }): GoneMemory {
  const known = new Map<PacketId, Gone>();
  const learning = new Map<PacketId, Promise<void>>();

  async function read(front: Front): Promise<void> {
    const takers = await selectTakersOf(db, [front.packetId]);
    const people = new Set(takers.map(({ personId }) => personId));
    known.set(front.packetId, { front: { ...front, ownState: null }, takers: people });
    const [oldest] = known.keys();
    if (known.size > maxKept && oldest !== undefined) known.delete(oldest);
  }

  return {
    find({ packetId, personId }) {
      const gone = known.get(packetId);
      return gone === undefined || gone.takers.has(personId) ? null : gone.front;
    },
    async learn(front) {
      const { packetId } = front;
      if (front.givenCount < front.shareCount || known.has(packetId)) return;
      const underWay = learning.get(packetId) ?? read(front);
      learning.set(packetId, underWay);
      try {
        await underWay;
      } finally {
        learning.delete(packetId);
      }
    },
  };
}
