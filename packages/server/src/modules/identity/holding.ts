import type { PersonId } from '@plaza/base';
import type { DataHolding, ExportedFile } from '../../kernel/holdings/index.ts';
import type { Context } from './context.ts';
import { erase } from './deletion.ts';
import { meOf, passkeyOf, sessionOf } from './present.ts';
import { listResets } from './resets.ts';
import * as store from './store/index.ts';

async function* exportPerson(ctx: Context, personId: PersonId): AsyncIterable<ExportedFile> {
  const person = await store.getPerson(ctx.db, personId);
  if (person === null || person.erasedAt !== null) return;
  const me = meOf(person, await store.countCredentials(ctx.db, personId));
  yield { path: 'profile.json', content: me };
  if (person.photoFileId !== null) yield { path: 'photo', fileId: person.photoFileId };
  yield { path: 'handles.json', content: await store.listHandles(ctx.db, personId) };
  const sessions = await store.listSessions(ctx.db, personId);
  yield { path: 'sessions.json', content: sessions.map((row) => sessionOf(row, null)) };
  const passkeys = await store.listPasskeys(ctx.db, personId);
  yield { path: 'passkeys.json', content: passkeys.map(passkeyOf) };
  yield { path: 'resets.json', content: await listResets(ctx, personId) };
}

/** What the module keeps of a person. */
export function createHolding(ctx: Context): DataHolding {
  return {
    module: 'identity',
    title: 'Account and devices',
    why:
      'Your profile, so that others know whom they talk to, and your passwords (only as hashes), ' +
      'passkeys, recovery codes and devices, so that only you get in.',
    keptFor:
      'As long as the account. Devices 400 days after their last use, wrong tries one day, old ' +
      'handles 30 days.',
    onErasure:
      'Everything is erased at once; a number without a name stays, so that the logs of others ' +
      'make sense, and the handle is kept from others for 30 days.',
    tables: store.tables,
    export: (personId) => exportPerson(ctx, personId),
    erase: (tx, personId) => erase(ctx, tx, personId),
  };
}
