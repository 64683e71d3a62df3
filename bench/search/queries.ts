import { pick, type PersonId, type Random } from '@plaza/base';
import type { Plan } from './plan.ts';
import { spanMs, startMs } from './fill.ts';
import { openVocabularies, scriptOf, type Script, type Vocabulary } from './words.ts';

export type Input = {
  query: string;
  conversationId?: Plan['talks'][number]['conversationId'];
  senderId?: PersonId;
  kinds?: ('link' | 'text')[];
  from?: string;
  to?: string;
};

/** A query of one person; `pages` is how many pages they look at. */
export type Asked = { viewer: number; input: Input; pages: number };
export type Ask = (viewer: number) => Omit<Asked, 'viewer'>;

/** Words of the n-th to the m-th place in the order of frequency. */
const ranked = ({ words }: Vocabulary, from: number, to: number, random: Random) =>
  words[from + random.int(Math.min(to, words.length) - from)] as string;

/** Kinds of queries, from what everybody says all the time to what nobody ever said. */
export function queryClasses(plan: Plan, seed: number, random: Random): Record<string, Ask> {
  const { latin, han, hangul } = openVocabularies(seed);
  const all: Record<Script, Vocabulary> = { latin, han, hangul };
  const any = () => pick(random, [latin, han, hangul]);
  const one = (query: string, more: Partial<Input> = {}, pages = 1) => ({
    input: { query, ...more },
    pages,
  });
  const talkOf = (viewer: number) => {
    const index = pick(random, plan.talksOf[viewer] ?? []);
    return { talk: plan.talks[index] as Plan['talks'][number], words: all[scriptOf(index)] };
  };
  const day = (share: number) => new Date(startMs + spanMs * share).toISOString();
  const signOf = (word: string, at: number) => [...word].at(at) as string;

  return {
    'commonest word': () => one(any().words[0] as string),
    'common word': () => one(ranked(any(), 5, 100, random)),
    'middling word': () => one(ranked(any(), 1_000, 4_000, random)),
    'rare word': () => one(ranked(any(), 20_000, 60_000, random)),
    'absent word': () =>
      one(pick(random, ['xylophonkonzert', 'zzyzx', '龘龖', '뷁쀍', 'qwxzj', '犇猋骉'])),
    'one sign': () => one(signOf(ranked(han, 0, 3_000, random), 0)),
    'one rare sign': () => one(signOf(ranked(han, 20_000, 40_000, random), 1)),
    'one letter': () => one(pick(random, ['a', 'i', 'x', '7'])),
    'two signs': () => one(ranked(pick(random, [han, hangul]), 130, 6_000, random).slice(0, 2)),
    'two letters': () => one(ranked(latin, 30, 20_000, random).slice(0, 2)),
    'two common words': () =>
      one(`${ranked(latin, 0, 40, random)} ${ranked(latin, 40, 200, random)}`),
    'common and rare': () =>
      one(`${ranked(latin, 0, 40, random)} ${ranked(latin, 5_000, 30_000, random)}`),
    'four signs': () => one(ranked(han, 200, 3_000, random) + ranked(han, 200, 3_000, random)),
    'one conversation': (viewer) => {
      const { talk, words } = talkOf(viewer);
      const query = ranked(words, 0, 2_000, random);
      return one(query, { conversationId: talk.conversationId });
    },
    'one sender': (viewer) => {
      const { talk, words } = talkOf(viewer);
      const sender = plan.people[pick(random, talk.members)] as PersonId;
      return one(ranked(words, 0, 500, random), { senderId: sender });
    },
    'links only': () =>
      one(random.int(2) === 0 ? '' : ranked(latin, 0, 300, random), { kinds: ['link'] }),
    'one old month': () => {
      const at = random.float() * 0.9;
      return one(ranked(any(), 50, 2_000, random), { from: day(at), to: day(at + 0.05) });
    },
    'four more pages': () => one(ranked(any(), 0, 500, random), {}, 5),
  };
}
