import type { PersonId } from '@plaza/base';
import type { PacketsDeps } from './deps.ts';
import { closePacket } from './closing.ts';
import { ownForMs } from './promising.ts';
import {
  postponePacket,
  selectDuePackets,
  selectPacket,
  selectUnclosedOf,
} from './store/packets.ts';
import { postponeTakers, selectDueTakers, selectTakingOf } from './store/takers.ts';
import { carryOut } from './taking.ts';
import type { PacketRow, TakerRow } from './types.ts';

const perSweep = 100;
const failedMs = 30_000;
const endOfTime = new Date(8_640_000_000_000_000);

export type Sweeping = {
  sweep(all: boolean): Promise<boolean>;
  finishOf(personId: PersonId): Promise<boolean>;
};

/** Completes what was left half done, and closes packets whose time has come. */
export function createSweeping(deps: PacketsDeps): Sweeping {
  const { db, clock, log } = deps;
  const later = () => new Date(clock.nowMs() + failedMs);

  async function carry(takers: readonly TakerRow[]): Promise<void> {
    for (const [packetId, its] of Map.groupBy(takers, (taker) => taker.packetId)) {
      const row = await selectPacket(db, packetId);
      if (row !== null)
        await carryOut(
          deps,
          row,
          its.map(({ personId }) => personId),
        );
    }
  }

  async function tryCarry(takers: readonly TakerRow[], all: boolean): Promise<void> {
    if (all) return carry(takers);
    for (const [packetId, its] of Map.groupBy(takers, (taker) => taker.packetId)) {
      const people = its.map(({ personId }) => personId);
      // First of all, so that other processes do not do the same.
      await postponeTakers(db, packetId, { people, dueAt: new Date(clock.nowMs() + ownForMs) });
      await carry(its).catch((error: unknown) => {
        log.error({ err: error }, 'shares of a red packet could not be taken yet');
      });
    }
  }

  async function tryClose(row: PacketRow, all: boolean): Promise<boolean> {
    try {
      return await closePacket(deps, row);
    } catch (error) {
      if (all) throw error;
      log.error({ err: error }, 'a red packet could not be closed yet');
      await postponePacket(db, row, { dueAt: later(), isUsedUp: false });
      return false;
    }
  }

  return {
    async sweep(all) {
      const now = clock.now();
      const takers = await selectDueTakers(db, { before: all ? endOfTime : now, limit: perSweep });
      await tryCarry(takers, all);
      const packets = await selectDuePackets(db, { now, all, limit: perSweep });
      let found = takers.length > 0;
      for (const row of packets) found = (await tryClose(row, all)) || found;
      return found;
    },
    async finishOf(personId) {
      await carry(await selectTakingOf(db, personId));
      for (const row of await selectUnclosedOf(db, personId)) {
        if (row.state !== 'processing') await closePacket(deps, row);
      }
      return (await selectUnclosedOf(db, personId)).length === 0;
    },
  };
}
