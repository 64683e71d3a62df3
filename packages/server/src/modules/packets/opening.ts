import type { PacketId, PersonId } from '@plaza/base';
import { inBatches, type Ask } from '../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { NotKnown } from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { isOver } from './packet.ts';
import { judgeTaker } from './place.ts';
import { selectFronts, type Knock } from './store/front.ts';
import { lockPacket, raiseGiven } from './store/packets.ts';
import { insertParties } from './store/parties.ts';
import { insertTakers, retakeTakers, selectTakers, type Promised } from './store/takers.ts';
import { carryOut } from './taking.ts';
import type { OpenRefusal, PacketRow, TakerRow } from './types.ts';

/** For so long only the process that promised a share works on it. */
export const ownForMs = 5_000;
const atOnce = 500;

type Taken = TakerRow | 'packet_gone' | 'packet_over';

type Door = Pick<PacketRow, 'state' | 'givenCount' | 'shareCount' | 'expiresAt' | 'isCutShort'>;

function isLate(row: Door, now: Date): boolean {
  return row.expiresAt === null || row.expiresAt <= now || row.isCutShort;
}

/** Null: there is a share for whoever has none yet. */
function closedDoor(row: Door, now: Date): 'packet_gone' | 'packet_over' | null {
  if (row.state === 'taken' || row.givenCount === row.shareCount) return 'packet_gone';
  return isOver(row.state) || isLate(row, now) ? 'packet_over' : null;
}

/** Promises the next shares to those who have none, in the order in which they asked. */
async function promise(
  { db, clock }: PacketsDeps,
  packetId: PacketId,
  people: readonly PersonId[],
): Promise<{ row: PacketRow; door: 'packet_gone' | 'packet_over' | null }> {
  return db.tx(async (tx) => {
    const row = await lockPacket(tx, packetId);
    if (row === null) throw new Error('packets are kept');
    const now = clock.now();
    const dueAt = new Date(now.getTime() + ownForMs);
    const known = await selectTakers(tx, [packetId], people);
    const again = known.filter(({ state }) => state === 'refused');
    if (again.length > 0) {
      await retakeTakers(tx, packetId, { people: again.map(({ personId }) => personId), dueAt });
    }
    const has = new Set(known.map(({ personId }) => personId));
    const isOpen = row.state === 'open' && closedDoor(row, now) === null;
    const left = isOpen ? row.shares.slice(row.givenCount) : [];
    const without = [...new Set(people)].filter((personId) => !has.has(personId));
    const lucky = without.slice(0, left.length);
    const rows = lucky.map((personId, index): Promised => {
      const amountMinor = left[index] as bigint;
      return { packetId, personId, shareNumber: row.givenCount + index + 1, amountMinor };
    });
    if (rows.length > 0) {
      await insertTakers(tx, rows, dueAt);
      await insertParties(tx, rows);
      await raiseGiven(tx, packetId, rows.length);
    }
    const after = { ...row, givenCount: row.givenCount + rows.length };
    return { row: after, door: closedDoor(after, now) };
  });
}

/** All who ask for a share of one packet at the same moment, in two transactions for all. */
function takeTogether(deps: PacketsDeps, packetId: PacketId) {
  return async (people: readonly PersonId[]): Promise<Taken[]> => {
    const { row, door } = await promise(deps, packetId, people);
    const takers = await carryOut(deps, row, people);
    const byPerson = new Map(takers.map((taker) => [taker.personId, taker]));
    return people.map((personId) => byPerson.get(personId) ?? door ?? 'packet_over');
  };
}

/** A lane for each packet that somebody opens at the moment. */
function createLanes(deps: PacketsDeps) {
  const lanes = new Map<PacketId, { ask: Ask<PersonId, Taken>; users: number }>();
  return async (packetId: PacketId, personId: PersonId): Promise<Taken> => {
    const ask = () => inBatches(takeTogether(deps, packetId), { largest: atOnce, underWay: 1 });
    const lane = lanes.get(packetId) ?? { ask: ask(), users: 0 };
    lanes.set(packetId, lane);
    lane.users += 1;
    try {
      return await lane.ask(personId);
    } finally {
      lane.users -= 1;
      if (lane.users === 0) lanes.delete(packetId);
    }
  };
}

function answerOf(taken: Taken): Outcome<null, OpenRefusal> {
  if (typeof taken === 'string') return no(taken);
  if (taken.state === 'late') return no('packet_over');
  if (taken.state === 'refused') return no('wallet_frozen');
  return yes(null);
}

export type Open = (personId: PersonId, packetId: PacketId) => Promise<Outcome<null, OpenRefusal>>;

/** Opens packets: cheap questions first, in batches, for most who ask come too late. */
export function createOpen(deps: PacketsDeps): Open {
  const { db, clock, log, pay } = deps;
  const take = createLanes(deps);
  // Nobody knows before how much is in a share: who holds all that they may takes none.
  const mayTake = (personId: PersonId, currency: string) =>
    pay.limits.judge([{ personId, currency, amountMinor: 1, way: 'packet_take' }]);
  const knock = inBatches((knocks: readonly Knock[]) => selectFronts(db, knocks), {
    ...{ largest: atOnce, underWay: 4 },
  });

  async function open(personId: PersonId, packetId: PacketId): Promise<Outcome<null, OpenRefusal>> {
    const row = await knock({ packetId, personId });
    if (row === null || row.state === 'processing' || row.state === 'failed') {
      return no('packet_unknown');
    }
    if (row.ownState === 'taken') return yes(null);
    if (row.ownState === 'late') return no('packet_over');
    const judged = await judgeTaker(deps, personId, row);
    if (!judged.ok) return judged;
    const door = closedDoor(row, clock.now());
    if (row.ownState === null && door !== null) return no(door);
    // Asked before a share is promised, which nobody else would get. Who has no wallet yet is given
    // one with their share: most who are here will have none.
    const wallet = await pay.findWallet(personId, row.currency);
    if (wallet?.state === 'frozen') return no('wallet_frozen');
    const allowed = await mayTake(personId, row.currency);
    if (!allowed.ok) return allowed;
    return answerOf(await take(packetId, personId));
  }

  return async (personId, packetId) => {
    try {
      return await open(personId, packetId);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      log.warn({ err: error.cause ?? error }, 'whether a share was taken is not known yet');
      return no('unavailable');
    }
  };
}
