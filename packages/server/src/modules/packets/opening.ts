import { present, type PacketId, type PersonId } from '@plaza/base';
import { inBatches, type Ask } from '../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { NotKnown } from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { createGoneMemory, type GoneMemory } from './gone.ts';
import { judgeTaker } from './place.ts';
import { closedDoor, promiseTogether } from './promising.ts';
import { selectFronts, type Front, type Knock } from './store/front.ts';
import { selectPacket } from './store/packets.ts';
import { carryOut } from './taking.ts';
import type { OpenRefusal, TakerRow } from './types.ts';

const atOnce = 500;

/** A lane for each packet that somebody opens at the moment. */
function createLanes<Answer>(
  answerAll: (packetId: PacketId) => (people: readonly PersonId[]) => Promise<readonly Answer[]>,
) {
  const lanes = new Map<PacketId, { ask: Ask<PersonId, Answer>; users: number }>();
  return async (packetId: PacketId, personId: PersonId): Promise<Answer> => {
    const ask = () => inBatches(answerAll(packetId), { largest: atOnce, underWay: 1 });
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

/** Brings all shares of one packet that were promised at the same moment to their people. */
function takeTogether(deps: PacketsDeps, packetId: PacketId) {
  return async (people: readonly PersonId[]): Promise<TakerRow[]> => {
    const row = present(await selectPacket(deps.db, packetId), 'packets are kept');
    const takers = await carryOut(deps, row, people);
    const byPerson = new Map(takers.map((taker) => [taker.personId, taker]));
    return people.map((id) => present(byPerson.get(id), 'a promised share has its row'));
  };
}

/** How people stand before packets; of those that are known to be gone nothing is looked up. */
function createKnock({ db }: PacketsDeps, memory: GoneMemory): Ask<Knock, Front | null> {
  const answerAll = async (knocks: readonly Knock[]): Promise<(Front | null)[]> => {
    const fronts = knocks.map(memory.find);
    const asking = knocks.filter((_, index) => fronts[index] === null);
    if (asking.length === 0) return fronts;
    const found = await selectFronts(db, asking);
    const packets = new Map(found.flatMap((front) => (front ? [[front.packetId, front]] : [])));
    await Promise.all([...packets.values()].map(memory.learn));
    return fronts.map((front) => front ?? found.shift() ?? null);
  };
  return inBatches(answerAll, { largest: atOnce, underWay: 2 });
}

function answerOf(taken: TakerRow): Outcome<null, OpenRefusal> {
  if (taken.state === 'late') return no('packet_over');
  if (taken.state === 'refused') return no('wallet_frozen');
  return yes(null);
}

export type Open = (personId: PersonId, packetId: PacketId) => Promise<Outcome<null, OpenRefusal>>;

/** Opens packets: cheap questions first, in batches, for most who ask come too late. */
export function createOpen(deps: PacketsDeps): Open {
  const { clock, log } = deps;
  const memory = createGoneMemory(deps);
  const knock = createKnock(deps, memory);
  // Who comes too late waits for no share of others: promising is one lane, bringing another.
  const promise = createLanes((packetId) => promiseTogether(deps, memory, packetId));
  const take = createLanes((packetId) => takeTogether(deps, packetId));

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
    const promised = await promise(packetId, personId);
    if (!promised.ok) return promised;
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
