import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { Head } from '@plaza/contract';
import { inBatches } from '../../kernel/batching.ts';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Heads } from './heads.ts';
import { directConversationId, sortedPair } from './ids.ts';
import type { Inbox } from './inbox.ts';
import type { GetCards } from './present.ts';
import { insertConversation, lockConversation } from './store/conversations.ts';
import {
  insertMembers,
  selectMaySend,
  selectMembership,
  selectMemberships,
  updateMaySend,
  type Membership,
  type Place,
} from './store/members.ts';
import { judgeTopic, membershipTopic, type MaySend } from './types.ts';

export type DirectDeps = {
  db: Database;
  clock: Clock;
  outbox: Pick<Outbox, 'add'>;
  getCards: GetCards;
  contacts: { mayWrite(senderId: PersonId, recipientId: PersonId): Promise<MaySend> };
  heads: Heads;
  inbox: Inbox;
};

type NotOpened = 'not_contact' | 'person_not_found' | 'self_action';

export type Direct = {
  open(viewerId: PersonId, personId: PersonId): Promise<Outcome<{ head: Head }, NotOpened>>;
  /** Makes the conversation if it is missing, and changes nobody's list by it. */
  ensure(
    viewerId: PersonId,
    personId: PersonId,
  ): Promise<Outcome<{ conversationId: ConversationId }, NotOpened>>;
  /** Judges anew who may write to whom; idempotent, and right after any order of changes. */
  judge(pair: { a: PersonId; b: PersonId }): Promise<void>;
};

/** How a person comes to the conversation with another one, which is made if it is missing. */
function createEntrance(deps: DirectDeps) {
  const { db, clock, outbox, contacts } = deps;

  async function verdicts(a: PersonId, b: PersonId): Promise<Map<PersonId, MaySend>> {
    const [ofA, ofB] = await Promise.all([contacts.mayWrite(a, b), contacts.mayWrite(b, a)]);
    return new Map([
      [a, ofA],
      [b, ofB],
    ]);
  }

  async function create(a: PersonId, b: PersonId, judged: Map<PersonId, MaySend>): Promise<void> {
    const conversationId = directConversationId(a, b);
    const members = [a, b].map((personId) => ({
      ...{ personId, role: 'member' as const, joinedSeq: 0 },
      maySend: judged.get(personId) ?? 'not_contact',
    }));
    await db.tx(async (tx: Tx) => {
      const isNew = await insertConversation(tx, {
        ...{ conversationId, kind: 'direct', name: null, ownerId: null },
        ...{ pair: sortedPair(a, b), memberCount: 2, at: clock.now() },
      });
      if (!isNew) return;
      await insertMembers(tx, conversationId, members);
      await outbox.add(tx, membershipTopic, { conversationId, personIds: [a, b] });
      // What was judged before this commit may be old by now, and nobody told us of it.
      await outbox.add(tx, judgeTopic, { a, b });
    });
  }

  const membershipOf = inBatches((places: readonly Place[]) => selectMemberships(db, places), {
    largest: 200,
    underWay: 4,
  });

  async function enter(a: PersonId, b: PersonId): Promise<Outcome<Membership, NotOpened>> {
    if (a === b) return no('self_action');
    const conversationId = directConversationId(a, b);
    const known = await membershipOf({ conversationId, personId: a });
    if (known !== null) return yes(known);
    if (!(await deps.getCards([b])).has(b)) return no('person_not_found');
    const judged = await verdicts(a, b);
    if (judged.get(a) === 'not_contact') return no('not_contact');
    await create(a, b, judged);
    const made = await selectMembership(db, conversationId, a);
    return made === null ? no('person_not_found') : yes(made);
  }

  return { verdicts, enter };
}

export function createDirect(deps: DirectDeps): Direct {
  const { db, heads, inbox } = deps;
  const { verdicts, enter } = createEntrance(deps);
  return {
    async open(viewerId, personId) {
      const entered = await enter(viewerId, personId);
      if (!entered.ok) return entered;
      const conversation = await heads.conversation(entered.value);
      if (!conversation) return no('person_not_found');
      await inbox.open(entered.value, conversation);
      const head = await heads.get(viewerId, entered.value.conversationId);
      return head.ok ? head : no('person_not_found');
    },
    async ensure(viewerId, personId) {
      const entered = await enter(viewerId, personId);
      return entered.ok ? yes({ conversationId: entered.value.conversationId }) : entered;
    },
    async judge({ a, b }) {
      const conversationId = directConversationId(a, b);
      // Written, then looked at again: of several judges at once, the last one to write is right.
      for (;;) {
        const stored = await selectMaySend(db, conversationId);
        if (stored.size === 0) return;
        const judged = await verdicts(a, b);
        if ([...stored].every(([personId, maySend]) => judged.get(personId) === maySend)) return;
        await db.tx(async (tx) => {
          await lockConversation(tx, conversationId);
          await updateMaySend(tx, conversationId, judged);
        });
      }
    },
  };
}
