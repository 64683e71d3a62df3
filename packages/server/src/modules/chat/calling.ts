import type { ConversationId, PersonId } from '@plaza/base';
import { mayInGroup } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { inBatches } from '../../kernel/batching.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { selectCallingPlaces, type Seat } from './store/calling.ts';

export type MayNotCall =
  | 'conversation_unknown'
  | 'not_member'
  | 'not_contact'
  | 'blocked'
  | 'group_muted'
  | 'read_only';

export type Callable = {
  kind: 'direct' | 'group';
  /** The other one of two; of a group, who of the named ones is in it. */
  others: PersonId[];
};

/**
 * Who may call where: whoever may write there, by the same rules. Many who only ask for themselves,
 * as when a whole group wants the same red packet, are asked for together.
 */
export function createMayCall({ db }: { db: Pick<Database, 'query'> }) {
  const alone = inBatches((seats: readonly Seat[]) => selectCallingPlaces(db, seats, []), {
    ...{ largest: 500, underWay: 4 },
  });
  return async (
    personId: PersonId,
    conversationId: ConversationId,
    named: readonly PersonId[],
  ): Promise<Outcome<Callable, MayNotCall>> => {
    const seat = { personId, conversationId };
    const [place] =
      named.length === 0 ? [await alone(seat)] : await selectCallingPlaces(db, [seat], named);
    if (place === null || place === undefined) return no('conversation_unknown');
    const { kind, others } = place;
    if (!place.isIn) return no('not_member');
    if (kind === 'archive' || place.isDissolved) return no('read_only');
    if (place.maySend !== 'yes') return no(place.maySend);
    // Who blocked somebody does not call them either: they could not call back.
    if (kind === 'direct' && (others.length === 0 || !place.mayAnswer)) return no('blocked');
    const isSilenced = kind === 'group' && place.muteAll;
    if (isSilenced && !mayInGroup(place.role, 'sendWhileMuted')) return no('group_muted');
    return yes({ kind, others });
  };
}
