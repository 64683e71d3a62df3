import type { CallId, PersonId } from '@plaza/base';
import { lapseSeconds } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { CallsDeps } from './deps.ts';
import { age, type CallStatus } from './machine.ts';
import { lockCall, updateCall } from './store/calls.ts';
import { freeLines, freeRoom, takeLines } from './store/lines.ts';
import type { Tell } from './telling.ts';
import { logTopic, quietTopic, ringTopic, type CallRow } from './types.ts';

export const lapseMs = lapseSeconds * 1_000;

type Core = Pick<CallsDeps, 'db' | 'clock' | 'outbox'> & { tell: Tell };

/** Whose lines a call takes: of all who are in it; when it is for one person only, theirs too. */
export function linesOf({ kind, state, parties }: CallRow): PersonId[] {
  if (state === 'ended') return [];
  const takes = (party: CallRow['parties'][number]) =>
    party.state === 'joined' || (kind === 'direct' && party.state === 'ringing');
  return parties.filter(takes).map(({ personId }) => personId);
}

const ringingIn = ({ parties }: Pick<CallStatus, 'parties'>) =>
  parties.filter(({ state }) => state === 'ringing').map(({ personId }) => personId);

/** Says what must follow from a change after its commit, whatever happens to this process. */
export async function addReactions(
  { outbox }: Pick<CallsDeps, 'outbox'>,
  tx: Tx,
  { before, after }: { before: CallRow | null; after: CallRow },
): Promise<void> {
  const { callId } = after;
  const rang = before === null ? [] : ringingIn(before);
  const rings = ringingIn(after);
  const began = rings.filter((personId) => !rang.includes(personId));
  const over = rang.filter((personId) => !rings.includes(personId));
  if (began.length > 0) await outbox.add(tx, ringTopic, { callId, personIds: began });
  if (over.length > 0) await outbox.add(tx, quietTopic, { callId, personIds: over });
  const isNews = after.state === 'ended' || (before === null && after.kind === 'group');
  if (isNews) await outbox.add(tx, logTopic, { callId });
}

/** Writes a changed call with its lines; false, to be rolled back: a line is taken elsewhere. */
async function write(core: Core, tx: Tx, before: CallRow, after: CallRow): Promise<boolean> {
  const [held, wanted] = [linesOf(before), linesOf(after)];
  const missing = wanted.filter((personId) => !held.includes(personId));
  const taken = await takeLines(tx, after.callId, missing);
  if (taken.size < missing.length) return false;
  const over = held.filter((personId) => !wanted.includes(personId));
  await freeLines(tx, after.callId, over);
  if (after.state === 'ended') await freeRoom(tx, after);
  await updateCall(tx, after);
  await addReactions(core, tx, { before, after });
  tx.onCommit(() => core.tell.changed(after));
  return true;
}

/** How a call is by the clock, whether or not anybody wrote that down yet. */
export function aged<Row extends CallStatus>(row: Row, at: Date): Row {
  return { ...row, ...age(row, at, lapseMs) };
}

export type Change = <Reason extends string>(
  callId: CallId,
  run: (call: CallRow, at: Date) => Outcome<CallStatus, Reason>,
) => Promise<Outcome<CallRow, Reason | 'call_unknown' | 'line_busy'>>;

/** Changes a call under its lock, after time has done its part. */
export function createChange(core: Core): Change {
  return <Reason extends string>(
    callId: CallId,
    run: (call: CallRow, at: Date) => Outcome<CallStatus, Reason>,
  ) =>
    decide<CallRow, Reason | 'call_unknown' | 'line_busy'>(core.db, async (tx) => {
      const before = await lockCall(tx, callId);
      if (before === null) return no('call_unknown');
      const at = core.clock.now();
      const now = aged(before, at);
      const stepped = run(now, at);
      if (!stepped.ok) return stepped;
      const status = stepped.value;
      const isSame = JSON.stringify(status.parties) === JSON.stringify(before.parties);
      if (isSame && status.state === before.state) return yes(before);
      const after = { ...before, ...status, version: before.version + 1 };
      return (await write(core, tx, before, after)) ? yes(after) : no('line_busy');
    });
}
