import type { PersonId } from '@plaza/base';
import type { Poll, ShownMessage } from '@plaza/contract';

type PollMessage = Pick<Extract<ShownMessage, { type: 'poll' }>, 'options' | 'multiple'>;

/** How an option of a poll stands. */
export type OptionRow = {
  text: string;
  count: number;
  /** The part of those who voted, 0 to 100. */
  percent: number;
  personIds: readonly PersonId[];
};

/** The options with their counts; a poll that nobody voted in has no tally yet. */
export function optionsOf({ options }: PollMessage, tally: Poll | undefined): OptionRow[] {
  const voters = tally?.voters ?? 0;
  return options.map((text, at) => {
    const { count = 0, personIds = [] } = tally?.options[at] ?? {};
    const percent = voters === 0 ? 0 : Math.round((count * 100) / voters);
    return { text, count, percent, personIds };
  });
}

/** What the viewer chose, where that is told to everybody. */
export function choiceOf(tally: Poll | undefined, meId: PersonId | null): number[] {
  if (tally === undefined || meId === null) return [];
  return tally.options.flatMap(({ personIds }, at) => (personIds.includes(meId) ? [at] : []));
}

/** The choice after an option was pressed: one of a few, or any of them. */
export function chosenAfter(chosen: readonly number[], at: number, multiple: boolean): number[] {
  const without = chosen.filter((one) => one !== at);
  if (without.length < chosen.length) return without;
  return multiple ? [...chosen, at].toSorted((a, b) => a - b) : [at];
}
