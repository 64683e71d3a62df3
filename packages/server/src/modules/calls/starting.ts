import type { CallId, ConversationId, PersonId, SeatId } from '@plaza/base';
import { maxCallPeople, ringSeconds, type CallMedia } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MayNotCall } from '../chat/index.ts';
import { addReactions, linesOf } from './changing.ts';
import type { CallsDeps } from './deps.ts';
import { begin } from './machine.ts';
import { insertCall, selectCall } from './store/calls.ts';
import { freeLines, freeRoom, selectBusy, selectRoom, takeLines, takeRoom } from './store/lines.ts';
import type { Tell } from './telling.ts';
import type { CallRow } from './types.ts';

export type NewCall = {
  callId: CallId;
  seatId: SeatId;
  conversationId: ConversationId;
  media: CallMedia;
  invite: PersonId[];
};

export type NotStarted = MayNotCall | 'line_busy' | 'call_full' | 'call_unknown' | 'newcomer_limit';

/** A call that began, or the one that is under way in the conversation already. */
export type Begun = { call: CallRow } | { joins: CallId };

type Core = CallsDeps & { tell: Tell };
type Asked = NewCall & { callerId: PersonId; kind: 'direct' | 'group'; others: PersonId[] };

/** Whom a caller in a group may ring: nobody who blocked them. */
export async function ringable(
  { contacts }: Pick<CallsDeps, 'contacts'>,
  callerId: PersonId,
  people: readonly PersonId[],
): Promise<PersonId[]> {
  const verdicts = await Promise.all(
    people.map((personId) => contacts.mayWrite(callerId, personId)),
  );
  return people.filter((_, index) => verdicts[index] !== 'blocked');
}

/** Writes a call with everything it takes; of two at once in a conversation only one begins. */
function write(core: Core, asked: Asked): Promise<Outcome<Begun, 'line_busy' | 'call_unknown'>> {
  const { callId, conversationId, kind, callerId, others } = asked;
  return decide<Begun, 'line_busy' | 'call_unknown'>(core.db, async (tx) => {
    const holder = await takeRoom(tx, { conversationId, callId });
    if (holder !== callId) return yes({ joins: holder });
    const wanted = kind === 'direct' ? [callerId, ...others] : [callerId];
    const lines = await takeLines(tx, callId, wanted);
    if (!lines.has(callerId)) return no('line_busy');
    const busy = await selectBusy(tx, callId, others);
    const at = core.clock.now();
    const ringUntil = new Date(at.getTime() + ringSeconds * 1_000);
    const status = begin(
      { callerId, seatId: asked.seatId, ringUntil },
      others.map((personId) => ({ personId, isBusy: busy.has(personId) })),
      at,
    );
    const { media } = asked;
    const call = { ...status, callId, conversationId, kind, media, version: 1, startedAt: at };
    // Somebody used this id before; if it was the caller, they are answered from what is there.
    if (!(await insertCall(tx, call))) return no('call_unknown');
    const kept = linesOf(call);
    await freeLines(
      tx,
      callId,
      wanted.filter((personId) => !kept.includes(personId)),
    );
    if (call.state === 'ended') await freeRoom(tx, call);
    await addReactions(core, tx, { before: null, after: call });
    tx.onCommit(() => core.tell.changed(call));
    return yes({ call });
  });
}

/** What stands under this id already. */
async function repeated(
  { db }: Pick<CallsDeps, 'db'>,
  callerId: PersonId,
  asked: NewCall,
): Promise<Outcome<Begun, 'call_unknown'> | null> {
  const known = await selectCall(db, asked.callId);
  if (known === null) return null;
  const isSame = known.callerId === callerId && known.conversationId === asked.conversationId;
  return isSame ? yes({ call: known }) : no('call_unknown');
}

/** Begins a call, or finds the one to join instead. */
export function createStart(core: Core) {
  return async (callerId: PersonId, asked: NewCall): Promise<Outcome<Begun, NotStarted>> => {
    const { conversationId, media, invite } = asked;
    const again = await repeated(core, callerId, asked);
    if (again !== null) return again;
    const judged = await core.chat.mayCall(callerId, conversationId, invite);
    if (!judged.ok) return judged;
    const underWay = await selectRoom(core.db, conversationId);
    if (underWay !== null) return yes({ joins: underWay });
    const { kind, others: named } = judged.value;
    const others = kind === 'direct' ? named : await ringable(core, callerId, named);
    if (others.length === 0) return no('not_member');
    if (others.length >= maxCallPeople[media]) return no('call_full');
    if (!(await core.newcomers.take(callerId, 'call'))) return no('newcomer_limit');
    const written = await write(core, { ...asked, callerId, kind, others });
    if (written.ok || written.reason !== 'call_unknown') return written;
    return (await repeated(core, callerId, asked)) ?? written;
  };
}
