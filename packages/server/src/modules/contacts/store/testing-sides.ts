import type { Database } from '../../../kernel/db/index.ts';
import type { ContactRow } from '../types.ts';

type Side = Pick<ContactRow, 'listed' | 'blocked' | 'chatOnly' | 'hideMine' | 'hideTheirs'> & {
  tags: readonly string[];
};

/**
 * Writes what everybody keeps of everybody, as `<owner>/<person>`, in the place of all that was: a
 * hundred calls for each world of a test would take too long.
 */
export async function writeSides(db: Database, sides: ReadonlyMap<string, Side>): Promise<void> {
  const rows = [...sides].map(([key, side]) => {
    const [ownerId, personId] = key.split('/');
    return { ownerId, personId, ...side };
  });
  await db.tx(async (tx) => {
    await tx.query('delete from contacts_contact');
    await tx.query(
      `insert into contacts_contact (owner_id, person_id, listed, blocked, tags, chat_only,
         hide_mine, hide_theirs, since)
       select "ownerId", "personId", listed, blocked, tags, "chatOnly", "hideMine", "hideTheirs",
         now()
       from jsonb_to_recordset($1) as r ("ownerId" uuid, "personId" uuid, listed boolean,
         blocked boolean, tags text[], "chatOnly" boolean, "hideMine" boolean,
         "hideTheirs" boolean)`,
      [JSON.stringify(rows)],
    );
  });
}
