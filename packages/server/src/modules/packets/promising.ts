import type { PacketId, PersonId } from '@plaza/base';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PacketsDeps } from './deps.ts';
import type { GoneMemory } from './gone.ts';
import { isOver } from './packet.ts';
import { lockPacket, raiseGiven, selectPacket } from './store/packets.ts';
import { insertParties } from './store/parties.ts';
import { insertTakers, retakeTakers, selectTakers, type Promised } from './store/takers.ts';
import type { OpenRefusal, PacketRow } from './types.ts';

/** For so long only the process that promised a share works on it. */
export const ownForMs = 5_000;

type Door = Pick<PacketRow, 'state' | 'givenCount' | 'shareCount' | 'expiresAt' | 'isCutShort'>;

function isLate(row: Door, now: Date): boolean {
  return row.expiresAt === null || row.expiresAt <= now || row.isCutShort;
}

/** Null: there is a share for whoever has none yet. */
export function closedDoor(row: Door, now: Date): 'packet_gone' | 'packet_over' | null {
  if (row.state === 'taken' || row.givenCount === row.shareCount) return 'packet_gone';
  return isOver(row.state) || isLate(row, now) ? 'packet_over' : null;
}

/** Yes: a share is promised to them, now or before. */
export type PromiseOutcome = Outcome<null, OpenRefusal>;

/** Promises the next shares to those who have none, in the order in which they asked. */
async function promise(
  { db, clock }: PacketsDeps,
  packetId: PacketId,
  people: readonly PersonId[],
): Promise<void> {
  await db.tx(async (tx) => {
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
    const lucky = people.filter((personId) => !has.has(personId)).slice(0, left.length);
    const rows = lucky.map((personId, index): Promised => {
      const amountMinor = left[index] as bigint;
      return { packetId, personId, shareNumber: row.givenCount + index + 1, amountMinor };
    });
    if (rows.length === 0) return;
    await insertTakers(tx, rows, dueAt);
    await insertParties(tx, rows);
    await raiseGiven(tx, packetId, rows.length);
  });
}

/** Asked before a share is promised, which nobody else would get then. */
async function mayHold(
  { pay }: PacketsDeps,
  personId: PersonId,
  currency: string,
): Promise<Outcome<null, OpenRefusal>> {
  // Who has no wallet yet is given one with their share: most who are here will have none.
  const wallet = await pay.findWallet(personId, currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  // Nobody knows before how much is in a share: who holds all that they may takes none.
  const use = { personId, currency, amountMinor: 1, way: 'packet_take' } as const;
  const allowed = await pay.limits.judge([use]);
  return allowed.ok ? yes(null) : allowed;
}

/**
 * All who ask for a share of one packet at the same moment. Wallets are only looked at for as many
 * as there are shares: of a crowd, most are told at once that everything is gone.
 */
export function promiseTogether(deps: PacketsDeps, memory: GoneMemory, packetId: PacketId) {
  return async (people: readonly PersonId[]): Promise<PromiseOutcome[]> => {
    const said = new Map<PersonId, PromiseOutcome>();
    const isGoneFor = (personId: PersonId) => memory.find({ packetId, personId }) !== null;
    let asking = [...new Set(people)];
    while (asking.length > 0) {
      for (const id of asking.filter(isGoneFor)) said.set(id, no('packet_gone'));
      asking = asking.filter((id) => !said.has(id));
      if (asking.length === 0) break;
      const row = await selectPacket(deps.db, packetId);
      if (row === null) throw new Error('packets are kept');
      await memory.learn({ ...row, ownState: null });
      const states = new Map(
        (await selectTakers(deps.db, [packetId], asking)).map((one) => [one.personId, one.state]),
      );
      const [trying, fresh]: [PersonId[], PersonId[]] = [[], []];
      for (const personId of asking) {
        const state = states.get(personId);
        if (state === undefined) fresh.push(personId);
        else if (state === 'refused') trying.push(personId);
        else said.set(personId, yes(null));
      }
      const door = closedDoor(row, deps.clock.now());
      if (door !== null) for (const personId of fresh.splice(0)) said.set(personId, no(door));
      const next = [...trying, ...fresh.splice(0, row.shareCount - row.givenCount)];
      const judged = await Promise.all(next.map((id) => mayHold(deps, id, row.currency)));
      for (const [index, personId] of next.entries()) {
        const outcome = judged[index];
        if (outcome?.ok === false) said.set(personId, outcome);
      }
      const able = next.filter((personId) => !said.has(personId));
      if (able.length > 0) await promise(deps, packetId, able);
      // Whom somebody else overtook is asked for again, and finds the door closed.
      asking = [...able, ...fresh];
    }
    return people.map((personId) => said.get(personId) ?? no('packet_over'));
  };
}
