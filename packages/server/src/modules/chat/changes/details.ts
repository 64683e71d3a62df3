import { isUuid, type ConversationId, type PersonId } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { selectChoosers, selectVersions, selectVote, type Version } from '../store/changes.ts';
import { selectEntryAt } from '../store/entries.ts';
import type { Membership } from '../store/members.ts';
import type { StoredMessage } from '../types.ts';
import type { Viewing } from '../viewing.ts';
import { editsKnownTo } from './as-left.ts';
import type { Where } from './target.ts';

export type DetailReason = 'conversation_unknown' | 'message_unknown';
export type ChoosersPage = { personIds: PersonId[]; next: string | null };
export type Choosers = {
  emoji?: string | undefined;
  option?: number | undefined;
  cursor?: string | undefined;
};

const pageSize = 100;
const lowestId = '00000000-0000-0000-0000-000000000000';

/** What is behind a message that a viewer sees, and too much to come along with it. */
export function createDetails({ db, viewing }: { db: Database; viewing: Viewing }) {
  /** The message as it is stored, if this viewer sees it as a message. */
  async function find({ viewerId, conversationId, seq }: Where): Promise<
    Outcome<
      {
        message: StoredMessage;
        place: { conversationId: ConversationId; seq: number };
        membership: Membership;
      },
      DetailReason
    >
  > {
    const within = await viewing.stretch(viewerId, conversationId);
    if (within === null) return no('conversation_unknown');
    const [seen] = await viewing.entriesAt(viewerId, within, [seq]);
    if (seen?.body.type !== 'message') return no('message_unknown');
    const stored = await selectEntryAt(db, conversationId, seq);
    if (stored?.body.type !== 'message') return no('message_unknown');
    const { membership } = within;
    return yes({ message: stored.body.message, place: { conversationId, seq }, membership });
  }

  return {
    async versions(where: Where): Promise<Outcome<{ versions: Version[] }, DetailReason>> {
      const found = await find(where);
      if (!found.ok) return found;
      const { place, membership } = found.value;
      const known = await editsKnownTo(db, membership, place.seq);
      const versions = (await selectVersions(db, place)).slice(0, known);
      return yes({ versions: versions.map(({ text, at }) => ({ text, at })) });
    },
    async choosers(
      where: Where,
      { emoji, option, cursor }: Choosers,
    ): Promise<Outcome<ChoosersPage, DetailReason | 'forbidden' | 'invalid'>> {
      if ((emoji === undefined) === (option === undefined)) return no('invalid');
      if (cursor !== undefined && !isUuid(cursor)) return no('invalid');
      const found = await find(where);
      if (!found.ok) return found;
      const { message, place } = found.value;
      const isAnonymous = message.type === 'poll' && message.anonymous;
      if (option !== undefined && message.type !== 'poll') return no('message_unknown');
      if (option !== undefined && isAnonymous) return no('forbidden');
      const of = emoji === undefined ? { option: option ?? 0 } : { emoji };
      const page = { after: cursor ?? lowestId, limit: pageSize + 1 };
      const choosers = await selectChoosers(db, place, of, page);
      const personIds = choosers.slice(0, pageSize);
      const next = choosers.length > pageSize ? (personIds.at(-1) ?? null) : null;
      return yes({ personIds, next });
    },
    async myVote(where: Where): Promise<Outcome<{ options: number[] }, DetailReason>> {
      const found = await find(where);
      if (!found.ok) return found;
      if (found.value.message.type !== 'poll') return no('message_unknown');
      return yes({ options: await selectVote(db, found.value.place, where.viewerId) });
    },
  };
}
