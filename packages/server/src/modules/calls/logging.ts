import { formatUuid, type CallId } from '@plaza/base';
import { createHash } from 'node:crypto';
import type { Note } from '../chat/index.ts';
import type { CallsDeps } from './deps.ts';
import { selectCall } from './store/calls.ts';
import { logTopic, quietTopic, ringTopic } from './types.ts';
import type { CallRow, LogPayload, RingPayload } from './types.ts';

/** The same call names its entries the same, whoever writes them and however often. */
function noteId(callId: CallId, what: 'started' | 'ended'): string {
  return formatUuid(createHash('sha256').update(`call ${what} ${callId}`).digest(), 8);
}

function seconds({ answeredAt, endedAt }: CallRow): number {
  if (answeredAt === null || endedAt === null) return 0;
  return Math.max(0, Math.round((endedAt.getTime() - answeredAt.getTime()) / 1_000));
}

function bodyOf(call: CallRow): Note['body'] | null {
  const { callId, media, kind, outcome, parties } = call;
  if (outcome === null) return null;
  const isMissed = outcome === 'missed' || outcome === 'cancelled' || outcome === 'busy';
  if (kind === 'direct' && isMissed) return { type: 'callMissed', callId, media, why: outcome };
  const personIds = parties.filter(({ tookPart }) => tookPart).map(({ personId }) => personId);
  return {
    ...{ type: 'callEnded', callId, media, seconds: seconds(call) },
    outcome: outcome === 'busy' ? 'missed' : outcome,
    personIds: kind === 'group' ? personIds : [],
  };
}

/** What the log of the conversation says of a call by now, in order. */
export function notesOf(call: CallRow): Note[] {
  const { callId, conversationId, callerId: senderId, media } = call;
  const place = { conversationId, senderId };
  const started: Note = {
    ...place,
    noteId: noteId(callId, 'started'),
    body: { type: 'callStarted', callId, media },
  };
  const body = bodyOf(call);
  const ended = body === null ? [] : [{ ...place, noteId: noteId(callId, 'ended'), body }];
  return call.kind === 'group' ? [started, ...ended] : ended;
}

/** What follows from calls after their commit: entries of the log, and ringing elsewhere. */
export function registerReactions({ db, clock, outbox, chat, push }: CallsDeps): void {
  outbox.react<LogPayload>(logTopic, async ({ callId }) => {
    const call = await selectCall(db, callId);
    if (call === null) return;
    for (const note of notesOf(call)) await chat.note(note);
  });
  outbox.react<RingPayload>(ringTopic, async ({ callId, personIds }) => {
    const call = await selectCall(db, callId);
    const still = call?.parties.filter(
      ({ personId, ringUntil }) =>
        personIds.includes(personId) && ringUntil !== null && ringUntil > clock.now(),
    );
    const expiresAt = still?.[0]?.ringUntil ?? null;
    if (call === null || still === undefined || expiresAt === null) return;
    const { conversationId, callerId, media } = call;
    const calleeIds = still.map(({ personId }) => personId);
    await push.ring({ callId, conversationId, callerId, calleeIds, media, expiresAt });
  });
  outbox.react<RingPayload>(quietTopic, ({ callId, personIds }) =>
    push.ringOver({ callId, calleeIds: personIds }),
  );
}
