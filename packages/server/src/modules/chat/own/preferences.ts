import { cleanLine, type PersonId } from '@plaza/base';
import type { Preferences } from '@plaza/contract';
import { selectPreferences, upsertPreferences } from '../store/own-preferences.ts';
import type { OwnDeps } from './types.ts';

const wordLength = 60;

export type OwnPreferences = {
  get(personId: PersonId): Promise<Preferences>;
  set(personId: PersonId, wanted: Preferences): Promise<{ preferences: Preferences }>;
};

/** Each word once, however its letters are written, and none that nobody could see. */
function cleanWords(words: readonly string[]): string[] {
  const byFold = new Map<string, string>();
  for (const word of words) {
    const cleaned = cleanLine(word, wordLength);
    const fold = cleaned.normalize('NFKC').toLowerCase();
    if (cleaned !== '' && !byFold.has(fold)) byFold.set(fold, cleaned);
  }
  return [...byFold.values()];
}

export function createPreferences({ db, sync }: Pick<OwnDeps, 'db' | 'sync'>): OwnPreferences {
  return {
    get: (personId) => selectPreferences(db, personId),
    set: (personId, { quietHours, muteWords }) =>
      db.tx(async (tx) => {
        const preferences = { quietHours, muteWords: cleanWords(muteWords) };
        if (await upsertPreferences(tx, personId, preferences)) {
          await sync.append(tx, personId, 'chat.preferencesChanged', { preferences });
        }
        return { preferences };
      }),
  };
}
