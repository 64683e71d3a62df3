import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { CodesDeps } from './deps.ts';
import { deletePerson, isPaused, selectDays, selectDevices } from './store/people.ts';
import { tables } from './store/tables.ts';

/** What the module keeps of a person. What was paid by a code is in their statement. */
export function createCodesHolding({ db }: Pick<CodesDeps, 'db'>): DataHolding {
  return {
    module: 'codes',
    title: 'Pay codes',
    why: 'To take each code once (only its hash is kept), and to count what a day may take.',
    keptFor: 'Codes for a day; devices until you switch them off or sign out there.',
    onErasure: 'All of it is deleted.',
    tables,
    async *export(personId) {
      const devices = await selectDevices(db, personId);
      const days = await selectDays(db, personId);
      if (devices.length + days.length === 0) return;
      const content = { paused: await isPaused(db, personId), devices, days };
      yield { path: 'codes.json', content };
    },
    erase: deletePerson,
  };
}
