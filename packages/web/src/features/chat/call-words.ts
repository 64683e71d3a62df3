import { t } from '@lingui/core/macro';
import type { EntryBody } from '@plaza/contract';

export type CallBody = Extract<EntryBody, { type: 'callStarted' | 'callEnded' | 'callMissed' }>;

const types: ReadonlySet<string> = new Set(['callStarted', 'callEnded', 'callMissed']);

/** Whether an entry speaks of a call. */
export const isCall = (body: EntryBody): body is CallBody => types.has(body.type);

/** `3:07`, `1:00:12`: how long a call was. */
export function clockOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function missed({ why, media }: Extract<CallBody, { type: 'callMissed' }>, byMe: boolean): string {
  const isVideo = media === 'video';
  if (!byMe) return isVideo ? t`Missed video call` : t`Missed voice call`;
  if (why === 'busy') return isVideo ? t`Video call: busy` : t`Voice call: busy`;
  if (why === 'cancelled') return isVideo ? t`Video call cancelled` : t`Voice call cancelled`;
  return isVideo ? t`Video call not answered` : t`Voice call not answered`;
}

function ended({ media, outcome, seconds }: Extract<CallBody, { type: 'callEnded' }>): string {
  const isVideo = media === 'video';
  const time = clockOf(seconds);
  if (outcome === 'answered') return isVideo ? t`Video call, ${time}` : t`Voice call, ${time}`;
  if (outcome === 'declined') return isVideo ? t`Video call declined` : t`Voice call declined`;
  return isVideo ? t`Video call not answered` : t`Voice call not answered`;
}

/** What the log says of a call. */
export function callSentence(body: CallBody, { byMe, actor }: { byMe: boolean; actor: string }) {
  if (body.type === 'callMissed') return missed(body, byMe);
  if (body.type === 'callEnded') return ended(body);
  if (body.media === 'video') {
    return byMe ? t`You started a video call.` : t`${actor} started a video call.`;
  }
  return byMe ? t`You started a voice call.` : t`${actor} started a voice call.`;
}
