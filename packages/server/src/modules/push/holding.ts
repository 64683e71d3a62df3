import type { DataHolding } from '../../kernel/holdings/index.ts';
import { selectSlots } from './store/slots.ts';
import { deletePerson, selectSubscriptions } from './store/subscriptions.ts';
import { tables } from './store/tables.ts';
import type { PushDeps } from './types.ts';

/** The address of a device is the person's own: it is in their export, and shown nowhere else. */
export function createPushHolding({ db }: Pick<PushDeps, 'db'>): DataHolding {
  return {
    module: 'push',
    title: 'Notifications on your devices',
    why: 'To call for you when the app is closed, where you asked for it.',
    keptFor: 'Until you switch it off or sign out there; places of messages for a day.',
    onErasure: 'All of it is deleted.',
    tables,
    async *export(personId) {
      const devices = await selectSubscriptions(db, personId);
      if (devices.length === 0) return;
      const slots = await selectSlots(db, personId);
      const shown = devices.map(({ p256dh: _, auth: __, ...device }) => device);
      yield { path: 'devices.json', content: { devices: shown, waiting: slots } };
    },
    erase: deletePerson,
  };
}
