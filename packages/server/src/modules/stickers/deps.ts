import type { Clock, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Files } from '../../kernel/files/index.ts';

export type StickersDeps = {
  db: Database;
  clock: Clock;
  files: Pick<Files, 'allowAlso' | 'describe' | 'hold' | 'letGo' | 'mayRead' | 'get'>;
  identity: { getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> };
};
