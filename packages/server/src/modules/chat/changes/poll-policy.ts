import type { Poll } from '@plaza/contract';
import type { Tally } from '../store/changes.ts';
import type { StoredExtra, StoredMessage } from '../types.ts';

export type PollMessage = Extract<StoredMessage, { type: 'poll' }>;

/** Whether these options may be chosen together; none takes the vote back. */
export function isChoice(poll: PollMessage, options: readonly number[]): boolean {
  if (!poll.multiple && options.length > 1) return false;
  if (new Set(options).size !== options.length) return false;
  return options.every((option) => option >= 0 && option < poll.options.length);
}

/** How a poll stands; an anonymous one names nobody, to nobody. */
export function countPoll(poll: PollMessage, tally: Tally, closed: boolean): Poll {
  const options = poll.options.map((_, option) => {
    const { count, personIds } = tally.byOption.get(option) ?? { count: 0, personIds: [] };
    return { count, personIds: poll.anonymous ? [] : personIds };
  });
  return { options, voters: tally.voters, closed };
}

/** What a message shows of its poll; as long as nothing happened to it, nothing. */
export function withPoll(extra: StoredExtra | null, poll: Poll): StoredExtra | null {
  const { poll: _former, ...rest } = extra ?? {};
  const next: StoredExtra = poll.voters === 0 && !poll.closed ? rest : { ...rest, poll };
  return Object.keys(next).length === 0 ? null : next;
}
