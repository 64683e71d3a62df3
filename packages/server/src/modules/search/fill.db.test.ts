import { seededRandom, type ClientId, type ConversationId, type PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followLogs, renewStale, type FillDeps } from './fill.ts';
import { createHeard, type HeardEntry } from './heard.ts';
import { blockEntries, columnsIn, probesOf } from './sketch.ts';
import type { BlockRow } from './store.ts';
import { createTails } from './tails.ts';
import { openTown, value, type Town } from './testing.ts';

let town: Town;
let anna: PersonId;
let ben: PersonId;
beforeAll(async () => {
  town = await openTown();
  [anna, ben] = [town.person('Anna'), town.person('Ben')];
  // From here on the index is filled by hand.
  await town.search.stop();
});
afterAll(() => town.close());

async function blocksOf(conversationId: ConversationId) {
  const { rows } = await town.db.query<BlockRow>(
    `select block, end_seq::float8 as "endSeq", from_at as "fromAt", until_at as "untilAt", stride,
       sketch, slices, times from search_block where conversation_id = $1 order by block`,
    [conversationId],
  );
  return rows;
}

/** Whether all of these words may be in the message at this place. */
function mayHold(blocks: readonly BlockRow[], seq: number, words: readonly string[]): boolean {
  const block = blocks[Math.floor((seq - 1) / blockEntries)] as BlockRow;
  const { stride, slices } = block;
  const rows = words.flatMap((word) =>
    probesOf(`_${word}`).slices.map((probe) => {
      const at = (probe % (slices.length / stride)) * stride;
      return slices.subarray(at, at + stride);
    }),
  );
  const shape = words.map(() => 1);
  const columns = columnsIn(Buffer.concat(rows), { stride, shape, end: blockEntries });
  return columns.includes((seq - 1) % blockEntries);
}

async function endOf(conversationId: ConversationId): Promise<number> {
  const moved = await town.chat.searching.movedSince(new Date(0), null, 1_000);
  return moved.find((log) => log.conversationId === conversationId)?.lastSeq ?? 0;
}

/** A process that is told of one log by a line that is late, doubles, swaps and loses. */
function createListener(conversationId: ConversationId, seed: number) {
  const random = seededRandom(seed);
  const fill: Required<FillDeps> = {
    ...{ db: town.db, logs: town.chat.searching },
    ...{ heard: createHeard(), tails: createTails(random.int(2) === 0 ? 0 : undefined) },
  };
  const line: HeardEntry[] = [];
  let toldSeq = 0;
  return {
    fill,
    random,
    /** What was written is on its way, as it is now. */
    async tell() {
      const range = { conversationId, afterSeq: toldSeq, toSeq: Number.MAX_SAFE_INTEGER };
      for (const { entry } of await fill.logs.ranges([range])) {
        toldSeq = entry.seq;
        const luck = random.int(40);
        if (luck > 0) line.push(entry as HeardEntry);
        if (luck === 1) line.push(entry as HeardEntry);
      }
    },
    /** Some of it arrives. */
    arrive(most: number) {
      for (let n = 0; n < most && line.length > 0; n += 1) {
        const at = random.int(10) === 0 ? random.int(line.length) : 0;
        const [entry] = line.splice(at, 1);
        fill.heard.hear(conversationId, entry as HeardEntry);
      }
    },
    follow: () => followLogs(fill, [conversationId], 1 + random.int(40)),
    async renew() {
      await town.outbox.settle();
      const { behind } = await renewStale(fill);
      for (const id of behind) await followLogs(fill, [id], blockEntries);
    },
    /** Looks at the log itself, as it is done every minute. */
    async sweep() {
      fill.heard.spoil(conversationId);
      while ((await followLogs(fill, [conversationId], blockEntries)).more.length > 0) {
        fill.heard.spoil(conversationId);
      }
    },
  };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
type Said = { seq: number; words: string[]; former: string[]; isGone: boolean };

describe('an index that is filled from what was heard', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'is what the log says, and holds nothing that was taken back (seed %i)',
    async (seed) => {
      const talk = await town.group([anna, ben]);
      const { fill, random, ...listener } = createListener(talk, seed);
      const newWords = () =>
        Array.from({ length: 3 }, () =>
          Array.from({ length: 8 }, () => letters[random.int(26)]).join(''),
        );
      const all: Said[] = [];

      async function act(): Promise<void> {
        // A recall has its whole block made anew, which would heal what an edit left behind.
        const luck = random.int(12) || seed % 2;
        const one = all[all.length - 1 - random.int(Math.max(1, Math.min(all.length, 20)))];
        if (luck > 2 || one === undefined || one.isGone) {
          const words = newWords();
          const seq = await town.say(anna, talk, words.join(' '));
          all.push({ seq, words, former: [], isGone: false });
        } else if (luck === 0) {
          const where = { viewerId: anna, conversationId: talk, seq: one.seq };
          value(await town.chat.changes.recall(where));
          one.isGone = true;
        } else if (luck === 1 && one.former.length === 0) {
          const where = { viewerId: anna, conversationId: talk, seq: one.seq };
          const words = newWords();
          const edit = { text: words.join(' '), clientId: town.newId<ClientId>() };
          value(await town.chat.changes.edit(where, edit));
          [one.former, one.words] = [one.words, words];
        } else {
          const where = { viewerId: ben, conversationId: talk, seq: one.seq };
          value(await town.chat.changes.react(where, '👍'));
        }
      }

      for (let step = 0; step < 330; step += 1) {
        await act();
        if (random.int(3) > 0) await listener.tell();
        listener.arrive(random.int(6));
        if (random.int(9) === 0) await listener.follow();
        if (random.int(25) === 0) await listener.renew();
        if (random.int(120) === 0) await listener.sweep();
      }
      await listener.tell();
      listener.arrive(1_000);
      await listener.follow();
      await listener.renew();
      await listener.sweep();
      // What comes too late changes nothing any more.
      const end = await endOf(talk);
      const entries = await fill.logs.ranges([{ conversationId: talk, afterSeq: 0, toSeq: end }]);
      for (const { entry } of entries) fill.heard.hear(talk, entry as HeardEntry);
      await listener.follow();

      const blocks = await blocksOf(talk);
      expect(blocks.at(-1)?.endSeq).toBe(end);
      expect(blocks.length).toBeGreaterThan(2);
      for (const { seq, words, former, isGone } of all) {
        expect(mayHold(blocks, seq, words), `${seq}: ${words.join(' ')}`).toBe(!isGone);
        if (former.length > 0) expect(mayHold(blocks, seq, former)).toBe(false);
      }
      // Complete blocks are the same as those that are made from the log alone.
      await town.db.query('delete from search_block where conversation_id = $1', [talk]);
      const plain = { db: town.db, logs: town.chat.searching };
      while ((await followLogs(plain, [talk], blockEntries)).more.length > 0);
      const anew = await blocksOf(talk);
      expect(blocks.slice(0, -1)).toEqual(anew.slice(0, -1));
      expect(blocks.at(-1)?.times).toEqual(anew.at(-1)?.times);
    },
    60_000,
  );

  it('reads nothing of a log of which it heard everything', async () => {
    const talk = await town.group([anna, ben]);
    const read: string[] = [];
    const heard = createHeard();
    const logs = {
      ...town.chat.searching,
      async ranges(ranges: readonly { conversationId: ConversationId }[]) {
        read.push(...ranges.map(({ conversationId }) => conversationId));
        return town.chat.searching.ranges(ranges as never);
      },
    };
    const fill = { db: town.db, logs, heard, tails: createTails() };
    for (let n = 0; n < 300; n += 1) {
      const seq = await town.say(anna, talk, `entry ${n} of many`);
      const range = { conversationId: talk, afterSeq: n === 0 ? 0 : seq - 1, toSeq: seq };
      for (const { entry } of await town.chat.searching.ranges([range])) {
        heard.hear(talk, entry as HeardEntry);
      }
      if (n % 7 === 0) await followLogs(fill, [talk], 128);
    }
    await followLogs(fill, [talk], 128);
    expect(read).toEqual([]);
    expect((await blocksOf(talk)).at(-1)?.endSeq).toBe(await endOf(talk));
  }, 60_000);

  it.each(['before', 'after'])('forgets what was erased, heard of %s that', async (when) => {
    const cleo = town.person('Cleo');
    const talk = await town.group([anna, cleo]);
    const fill = { db: town.db, logs: town.chat.searching, heard: createHeard() };
    // The index ends with a block, so that nothing of the next one is known.
    for (let end = 0; end < blockEntries;) end = await town.say(anna, talk, 'filling');
    await followLogs(fill, [talk], blockEntries);
    const seq = await town.say(cleo, talk, 'secretly');
    const range = { conversationId: talk, afterSeq: seq - 1, toSeq: seq };
    const [told] = await town.chat.searching.ranges([range]);
    const hear = () => fill.heard.hear(talk, told?.entry as HeardEntry);
    if (when === 'before') hear();
    await town.db.tx((tx) => town.chat.holding.erase(tx, cleo));
    await town.outbox.settle();
    const { behind } = await renewStale(fill);
    if (when === 'after') hear();
    expect(behind).toEqual([talk]);
    await followLogs(fill, behind, 100);
    expect((await blocksOf(talk)).at(-1)?.endSeq).toBeGreaterThanOrEqual(seq);
    expect(mayHold(await blocksOf(talk), seq, ['secretly'])).toBe(false);
  });

  it('does not take a block that is ahead of the index for its end', async () => {
    const talk = await town.group([anna, ben]);
    const fill = { db: town.db, logs: town.chat.searching, heard: createHeard() };
    for (let n = 0; n < 100; n += 1) await town.say(anna, talk, `entry ${n}`);
    await followLogs(fill, [talk], 60);
    for (let n = 100; n < 160; n += 1) await town.say(anna, talk, `entry ${n}`);
    const seq = await endOf(talk);
    value(await town.chat.changes.recall({ viewerId: anna, conversationId: talk, seq }));
    await town.outbox.settle();
    expect((await renewStale(fill)).behind).toEqual([talk]);
    await followLogs(fill, [talk], 1_000);
    const blocks = await blocksOf(talk);
    expect(blocks.map(({ endSeq }) => endSeq)).toEqual([128, seq + 1]);
  }, 60_000);
});
