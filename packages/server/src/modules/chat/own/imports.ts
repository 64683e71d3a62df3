import { cleanLine, type PersonId } from '@plaza/base';
import type { Head, MethodInput } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { insertConversation } from '../store/conversations.ts';
import { insertMembers, selectMembership, type Membership } from '../store/members.ts';
import * as store from '../store/own-imports.ts';
import { lockPlans } from '../store/own-schedules.ts';
import type { StoredEntry } from '../types.ts';
import { archiveIdOf, importedIdOf } from './ids.ts';
import type { OwnDeps } from './types.ts';

const maxArchives = 20;
export const maxImported = 200_000;
const nameLength = 60;

export type ImportsDeps = Pick<OwnDeps, 'db' | 'clock' | 'heads' | 'inbox' | 'tell'>;

type NotAdded = 'invalid' | 'conversation_unknown' | 'import_out_of_step' | 'import_limit_reached';

export type Imports = {
  begin(
    personId: PersonId,
    input: MethodInput<'chat.beginImport'>,
  ): Promise<Outcome<{ head: Head }, 'import_limit_reached' | 'invalid'>>;
  add(
    personId: PersonId,
    input: MethodInput<'chat.addImported'>,
  ): Promise<Outcome<{ count: number }, NotAdded>>;
};

/** Puts an archive on record, and makes its place in the log. */
function createFoundation({ db }: Pick<ImportsDeps, 'db'>) {
  return {
    /** The person's side first: what is on record there counts, also after a crash in between. */
    async register(personId: PersonId, row: store.ImportRow): Promise<boolean> {
      return db.tx(async (tx) => {
        await lockPlans(tx, personId);
        const known = await store.selectImports(tx, personId);
        const isKnown = known.some(({ conversationId }) => conversationId === row.conversationId);
        if (!isKnown && known.length >= maxArchives) return false;
        if (!isKnown) await store.insertImport(tx, personId, row);
        return true;
      });
    },
    async create(personId: PersonId, row: store.ImportRow, name: string): Promise<void> {
      const { conversationId, begunAt: at } = row;
      await db.tx(async (tx) => {
        const isNew = await insertConversation(tx, {
          ...{ conversationId, kind: 'archive', name, ownerId: personId, pair: null },
          ...{ memberCount: 1, at },
        });
        const member = { personId, role: 'owner', joinedSeq: 0, maySend: 'yes' } as const;
        if (isNew) await insertMembers(tx, conversationId, [member]);
      });
    },
  };
}

type Item = MethodInput<'chat.addImported'>['items'][number];

/** A message as it stands in the log, under an id that follows from its place. */
function rowOf({ conversationId, from }: store.Batch, item: Item, index: number) {
  const message = { type: 'imported' as const, ...item };
  const clientId = importedIdOf(conversationId, from + index + 1);
  return { clientId, body: { type: 'message' as const, message } };
}

/**
 * Archives: conversations with one member, in which nobody writes. The number of messages in one is
 * its last sequence, so a batch that says where it belongs is either the next one or no harm.
 */
export function createImports({ db, clock, heads, inbox, tell }: ImportsDeps): Imports {
  const foundation = createFoundation({ db });

  async function explain(membership: Membership, from: number): Promise<Outcome<never, NotAdded>> {
    const { conversationId, personId } = membership;
    const count = (await selectMembership(db, conversationId, personId))?.lastSeq ?? 0;
    if (count !== from) return no('import_out_of_step', { count });
    return no('import_limit_reached', { count });
  }

  return {
    async begin(personId, { clientId, name: given, source }) {
      const name = cleanLine(given, nameLength);
      if (name === '') return no('invalid');
      const conversationId = archiveIdOf(personId, clientId);
      const row = { conversationId, source, begunAt: clock.now() };
      if (!(await foundation.register(personId, row))) return no('import_limit_reached');
      await foundation.create(personId, row, name);
      const membership = await selectMembership(db, conversationId, personId);
      const conversation = membership && (await heads.conversation(membership));
      // Its owner is being erased at this moment.
      if (membership === null || conversation === null) return no('import_limit_reached');
      await inbox.open(membership, conversation);
      const head = await heads.get(personId, conversationId);
      return head.ok ? head : no('import_limit_reached');
    },
    async add(personId, { conversationId, from, items }) {
      const membership = await selectMembership(db, conversationId, personId);
      if (membership?.kind !== 'archive') return no('conversation_unknown');
      // The form allows a 99th month.
      if (items.some(({ sentAt }) => Number.isNaN(Date.parse(sentAt)))) return no('invalid');
      const at = clock.now();
      const batch = { conversationId, from, at, most: maxImported };
      const rows = items.map((item, index) => rowOf(batch, item, index));
      const outcome = await decide<{ version: number }, 'not_next'>(db, async (tx) => {
        const allotted = await store.allotImported(tx, batch, rows.length);
        if (allotted === null) return no('not_next');
        await store.insertImported(tx, personId, batch, rows);
        return yes(allotted);
      });
      if (!outcome.ok) return explain(membership, from);
      const count = from + rows.length;
      // The last one is enough: devices see the gap before it, and pull.
      const last = rows.at(-1) as (typeof rows)[number];
      const common = { seq: count, senderId: personId, at: at.toISOString() };
      const entry: StoredEntry = { ...common, ...last, expiresAt: null, extra: null };
      await tell.stored(conversationId, outcome.value.version, [entry]);
      return yes({ count });
    },
  };
}
