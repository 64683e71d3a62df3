import type { EventPayload } from '@plaza/contract';
import type { Core } from '../core.ts';

const shownMs = 6_000;

/** Shows for a while that somebody types. */
export function showTyping(
  { dispatch, clock }: Core,
  { conversationId, personId }: EventPayload<'chat.typed'>,
): void {
  const who = { conversationId, personId };
  dispatch({ type: 'typed', ...who, untilMs: clock.nowMs() + shownMs });
  clock.after(shownMs, () => dispatch({ type: 'typingEnded', ...who, atMs: clock.nowMs() }));
}
