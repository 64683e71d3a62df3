import type { ConversationId, PersonId } from '@plaza/base';
import { fileIdsOf, mayInGroup, type PersonCard } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { Attachments } from './gone.ts';
import type { GetCards } from './present.ts';
import { selectEntryAt, selectWrittenSeq } from './store/entries.ts';
import { selectMembership, selectStandings } from './store/members.ts';
import type { NewMessage, StoredMessage } from './types.ts';

export type PrepareReason = 'message_unknown' | 'file_unknown' | 'forbidden' | 'invalid';
export type Prepare = (message: NewMessage) => Promise<Outcome<NewMessage, PrepareReason>>;

export type PrepareDeps = { db: Database; getCards: GetCards; attachments: Attachments };

/** Kinds that stand for themselves unless they answer or mention: most messages cost nothing. */
const plain: ReadonlySet<StoredMessage['type']> = new Set(['text', 'location', 'poll']);

export function needsPreparation(message: StoredMessage): boolean {
  return (
    !plain.has(message.type) ||
    'replyTo' in message ||
    'mentions' in message ||
    'mentionsAll' in message
  );
}

type Step = (message: NewMessage) => Promise<PrepareReason | null>;

/** An answer needs something to answer: a place of a message that its sender was there for. */
function answers({ db }: PrepareDeps): Step {
  return async ({ message, conversationId, senderId }) => {
    const replyTo = 'replyTo' in message ? message.replyTo : undefined;
    if (replyTo === undefined) return null;
    const membership = await selectMembership(db, conversationId, senderId);
    // Who is not in is told so by the append.
    if (membership === null || membership.leftSeq !== null) return null;
    if (replyTo <= membership.joinedSeq) return 'message_unknown';
    const entry = await selectEntryAt(db, conversationId, replyTo);
    return entry === null || entry.clientId === null ? 'message_unknown' : null;
  };
}

/** Only members are mentioned, and only leaders of a group mention everybody. */
function mentions({ db }: PrepareDeps): Step {
  async function areIn(conversationId: ConversationId, people: readonly PersonId[]) {
    const standings = await selectStandings(db, conversationId, people);
    return people.every((personId) => standings.get(personId)?.isIn);
  }
  return async ({ message, conversationId, senderId }) => {
    if (message.type !== 'text') return null;
    if (message.mentionsAll !== undefined) {
      const membership = await selectMembership(db, conversationId, senderId);
      const mayCallAll = membership?.kind === 'group' && mayInGroup(membership.role, 'mentionAll');
      // Who left hears from the log that they did.
      if (membership?.leftSeq === null && !mayCallAll) return 'forbidden';
    }
    const people = message.mentions ?? [];
    return people.length === 0 || (await areIn(conversationId, people)) ? null : 'invalid';
  };
}

/** Judges and completes a message before it waits for its place in the log. */
export function createPrepare(deps: PrepareDeps): Prepare {
  const { db, getCards, attachments } = deps;
  const steps = [answers(deps), mentions(deps)];

  async function complete(given: NewMessage): Promise<Outcome<NewMessage, PrepareReason>> {
    const { message } = given;
    if (message.type === 'contact') {
      const { personId, ...rest } = message;
      const person: PersonCard | undefined = (await getCards([personId])).get(personId);
      return person === undefined ? no('invalid') : yes({ ...given, shown: { ...rest, person } });
    }
    if (fileIdsOf(message).length === 0) return yes(given);
    const { conversationId, senderId, clientId } = given;
    const taken = await attachments.prepare({ conversationId, senderId, clientId }, message);
    return taken.ok ? yes({ ...given, message: taken.value }) : taken;
  }

  async function judge(given: NewMessage): Promise<Outcome<NewMessage, PrepareReason>> {
    for (const step of steps) {
      const refused = await step(given);
      if (refused !== null) return no(refused);
    }
    return complete(given);
  }

  return async (given) => {
    if (!needsPreparation(given.message)) return yes(given);
    const judged = await judge(given);
    if (judged.ok) return judged;
    // Sent again, and what it needs is gone since: it is in the log all the same.
    return (await selectWrittenSeq(db, given)) === null ? judged : yes(given);
  };
}
