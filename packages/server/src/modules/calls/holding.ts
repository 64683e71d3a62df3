import type { CallId, PersonId, SeatId } from '@plaza/base';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { CallsDeps } from './deps.ts';
import { eraseOf, selectKept, selectLive } from './store/calls.ts';
import { deleteSettings, selectSettings } from './store/settings.ts';
import { tables } from './store/tables.ts';

type Leave = (seat: { callId: CallId; personId: PersonId; seatId: SeatId }) => Promise<unknown>;

/** What the module keeps of a person. What was said in a call was never here. */
export function createCallsHolding({ db }: Pick<CallsDeps, 'db'>, leave: Leave): DataHolding {
  return {
    module: 'calls',
    title: 'Calls',
    why: 'To ring, to know who is in a call, and to write into the conversation that it was.',
    keptFor: '30 days after the call; what was said in it is never kept.',
    onErasure: 'The calls you made and your part in others are deleted.',
    tables,
    async *export(personId) {
      const calls = await selectKept(db, personId);
      const settings = await selectSettings(db, personId);
      yield { path: 'calls/calls.json', content: { settings, calls } };
    },
    async erase(tx, personId) {
      for (const { callId, parties } of await selectLive(db, personId)) {
        const seatId = parties.find((party) => party.personId === personId)?.seatId ?? null;
        // With its own seat, or with none while it rings, which is to decline it.
        await leave({ callId, personId, seatId: seatId ?? (callId as string as SeatId) });
      }
      await eraseOf(tx, personId);
      await deleteSettings(tx, personId);
    },
  };
}
