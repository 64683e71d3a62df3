import type { PersonId } from '@plaza/base';
import { codeLink, createCode, readCode } from './code.ts';
import type { ContactsDeps } from './deps.ts';
import { dropOldCodes, findCodeOwner, getPerson, lockPerson, setCode } from './store/people.ts';

type CodeDeps = Pick<ContactsDeps, 'db' | 'random' | 'publicUrl'>;
export type MyCode = { code: string; qrText: string };

/** Whom a code leads to now, if its owner lets codes lead there. */
export async function resolveCode(
  { db }: Pick<CodeDeps, 'db'>,
  code: string,
): Promise<PersonId | null> {
  const read = readCode(code);
  const personId = await findCodeOwner(db.query, read);
  if (personId === null) return null;
  const owner = await getPerson(db.query, personId);
  return owner.code === read && owner.findableByCode ? personId : null;
}

async function issueCode(
  { db, random, publicUrl }: CodeDeps,
  personId: PersonId,
  { renew }: { renew: boolean },
): Promise<MyCode> {
  const code = await db.tx(async (tx) => {
    const row = await lockPerson(tx.query, personId);
    if (row.code !== null && !renew) return row.code;
    const fresh = createCode(random);
    await setCode(tx.query, personId, fresh);
    await dropOldCodes(tx.query, personId);
    return fresh;
  });
  return { code, qrText: codeLink(publicUrl, code) };
}

/** The person's code; made when it is first asked for. */
export async function getMyCode(deps: CodeDeps, personId: PersonId): Promise<MyCode> {
  const { code } = await getPerson(deps.db.query, personId);
  if (code === null) return issueCode(deps, personId, { renew: false });
  return { code, qrText: codeLink(deps.publicUrl, code) };
}

export function renewMyCode(deps: CodeDeps, personId: PersonId): Promise<MyCode> {
  return issueCode(deps, personId, { renew: true });
}
