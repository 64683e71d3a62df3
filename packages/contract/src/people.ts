import { Type, type Static } from 'typebox';
import { nullable, object, personId, text } from './schema.ts';

/** 3 to 30 of a-z, 0-9 and `_`, starting with a letter; compared in lower case. */
export const handlePattern = '^[a-z][a-z0-9_]{2,29}$';
export const handle = Type.String({ pattern: handlePattern, description: 'A handle.' });

export const displayName = text(40);
export const region = text(60, 0);
export const signature = text(120, 0);

/** The address of a profile photo below the server's origin, or null for the drawn avatar. */
export const photoPath = nullable(Type.String({ maxLength: 200 }));

/** What any signed-in person may see of another. */
export const personCard = object({
  personId,
  handle,
  /** Empty only when the account was erased; clients then show a word of their own. */
  displayName: text(40, 0),
  photoPath,
  region,
  signature,
});
export type PersonCard = Static<typeof personCard>;
