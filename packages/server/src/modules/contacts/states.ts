import type { ContactRequest } from '@plaza/contract';

export type RequestState = ContactRequest['state'];
type Table<Event extends string> = Record<RequestState, Record<Event, RequestState | null>>;

/** What can happen to the asker's copy of a request. `acceptance` comes from the other side. */
export type OutgoingEvent = 'ask' | 'withdraw' | 'acceptance' | 'lapse';

/** What can happen to the other side's copy. `asked` and `takenBack` come from the asker. */
export type IncomingEvent = 'asked' | 'takenBack' | 'accept' | 'ignore' | 'lapse';

const ended = { ask: null, withdraw: null, acceptance: null, lapse: null };

/** Total: null means that the event changes nothing (or is refused) in this state. */
export const outgoing: Table<OutgoingEvent> = {
  pending: { ask: 'pending', withdraw: 'withdrawn', acceptance: 'accepted', lapse: 'lapsed' },
  accepted: ended,
  // The asker is never told that a request was ignored: their copy cannot be in this state.
  ignored: ended,
  withdrawn: ended,
  // The other side accepted in the last moment: both clocks are right, and the yes counts.
  lapsed: { ...ended, acceptance: 'accepted' },
};

const closed = { asked: null, takenBack: null, accept: null, ignore: null, lapse: null };

export const incoming: Table<IncomingEvent> = {
  pending: {
    asked: 'pending',
    takenBack: 'withdrawn',
    accept: 'accepted',
    ignore: 'ignored',
    lapse: 'lapsed',
  },
  accepted: closed,
  // Asking again after having been ignored shows the request again; a block is what ends it.
  ignored: {
    asked: 'pending',
    takenBack: 'withdrawn',
    accept: 'accepted',
    ignore: null,
    lapse: null,
  },
  withdrawn: closed,
  lapsed: closed,
};

/** Whether the asker of this copy still waits for an answer. */
export function isOpen(state: RequestState, direction: ContactRequest['direction']): boolean {
  return direction === 'incoming' ? incoming[state].accept !== null : state === 'pending';
}
