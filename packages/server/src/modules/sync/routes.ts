import type { PersonId } from '@plaza/base';
import type { api, MethodOutput } from '@plaza/contract';
import type { Handlers } from '../../kernel/rpc/index.ts';
import type { Sync } from './service.ts';

type Snapshot = MethodOutput<'sync.snapshot'>;

/** How each part of a snapshot is read; handed in where the modules are put together. */
export type SnapshotParts = {
  [Part in Exclude<keyof Snapshot, 'headSeq'>]: (personId: PersonId) => Promise<Snapshot[Part]>;
};

export type SyncRouteDeps = { sync: Pick<Sync, 'pull' | 'headSeq'>; parts: SnapshotParts };

export function createSyncRoutes({ sync, parts }: SyncRouteDeps): Handlers<typeof api.sync> {
  return {
    pull: ({ after }, { caller }) => sync.pull(caller.personId, after),
    async snapshot(_input, { caller: { personId } }) {
      // The head first: whatever changes while the parts are read comes again as an event.
      const headSeq = await sync.headSeq(personId);
      const [me, contacts, requests, privacy, preferences] = await Promise.all([
        parts.me(personId),
        parts.contacts(personId),
        parts.requests(personId),
        parts.privacy(personId),
        parts.preferences(personId),
      ]);
      return { headSeq, me, contacts, requests, privacy, preferences };
    },
  };
}
