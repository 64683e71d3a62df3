import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Entry, PersonCard, ShownMessage } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Sync } from '../sync/index.ts';

/** A recommended contact is kept by id, so that no copy of a card outlives the person. */
export type KeptMessage =
  | Exclude<ShownMessage, { type: 'contact' }>
  | { type: 'contact'; personId: PersonId };

/** Contents that are in a log no longer. */
export type Gone = {
  conversationId: ConversationId;
  seqs: readonly number[];
  why: 'recalled' | 'expired' | 'erased';
};

export type FavouritesDeps = {
  db: Database;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  sync: Pick<Sync, 'append' | 'appendMany' | 'rewrite'>;
  files: Pick<Files, 'hold' | 'letGo' | 'allowAlso'>;
  identity: { getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>> };
  chat: {
    reading: {
      listSome(
        viewerId: PersonId,
        conversationId: ConversationId,
        seqs: readonly number[],
      ): Promise<Outcome<{ entries: Entry[] }, 'conversation_unknown'>>;
    };
    onEntryGone(listener: (gone: Gone) => Promise<void>): void;
  };
};
