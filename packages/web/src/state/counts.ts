import { totalUnread, type State } from '@plaza/client';

export type Counts = { chats: number; contacts: number; discover: number };

/** What the tabs tell at a glance. */
export function countsOf(state: State): Counts {
  let contacts = 0;
  for (const { direction, state: answer } of state.requests.values()) {
    if (direction === 'incoming' && answer === 'pending') contacts += 1;
  }
  return { chats: totalUnread(state), contacts, discover: state.moments.unread };
}
