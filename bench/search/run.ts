import type { PersonId, Random } from '@plaza/base';
import type { Database } from '../../packages/server/src/kernel/db/index.ts';
import type { Search } from '../../packages/server/src/modules/search/index.ts';
import { pause } from '../lib/figures.ts';
import type { Ask } from './queries.ts';
import type { Plan } from './plan.ts';

export type Answer = {
  name: string;
  ms: number;
  hits: number;
  /** It gave what it had when its time was over. */
  wasCut: boolean;
};

const limit = 20;

async function askOnce(
  search: Search,
  plan: Plan,
  asked: { name: string; viewer: number; ask: Ask },
): Promise<Answer[]> {
  const { input, pages } = asked.ask(asked.viewer);
  const answers: Answer[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const startedMs = performance.now();
    const outcome = await search.messages(plan.people[asked.viewer] as PersonId, {
      ...{ ...input, limit, cursor },
    });
    const ms = performance.now() - startedMs;
    if (!outcome.ok) throw new Error(`a query was refused: ${outcome.reason}`);
    const { hits, next } = outcome.value;
    const wasCut = next !== null && hits.length < limit;
    answers.push({ name: asked.name, ms, hits: hits.length, wasCut });
    if (next === null) break;
    cursor = next;
  }
  return answers;
}

/** Asks at a fixed rate, whether or not earlier queries were answered; classes in turn. */
export async function askAll(
  search: Search,
  plan: Plan,
  options: { classes: Record<string, Ask>; each: number; perSecond: number; random: Random },
): Promise<Answer[]> {
  const { classes, each, perSecond, random } = options;
  const under: Promise<Answer[]>[] = [];
  const startedMs = performance.now();
  for (let n = 0; n < each; n += 1) {
    for (const [name, ask] of Object.entries(classes)) {
      const dueMs = startedMs + (under.length * 1_000) / perSecond;
      if (dueMs > performance.now()) await pause(dueMs - performance.now());
      const viewer = random.int(plan.people.length);
      under.push(askOnce(search, plan, { name, viewer, ask }));
    }
  }
  return (await Promise.all(under)).flat();
}

const checked = 40;

/** Messages from anywhere must be found by their own words, or the figures are worth nothing. */
export async function checkFound(
  search: Search,
  plan: Plan,
  { db, random }: { db: Database; random: Random },
): Promise<void> {
  for (let n = 0; n < checked; n += 1) {
    const talk = plan.talks[random.int(plan.talks.length)] as Plan['talks'][number];
    const { conversationId } = talk;
    const seq = 1 + random.int(talk.count);
    const { rows } = await db.query<{ text: string }>(
      `select body #>> '{message,text}' as text from chat_entry
       where conversation_id = $1 and seq = $2`,
      [conversationId, seq],
    );
    const viewer = plan.people[talk.members[0] as number] as PersonId;
    const query = (rows[0]?.text ?? '').slice(0, 60);
    let cursor: string | undefined;
    for (let isFound = false; !isFound;) {
      const outcome = await search.messages(viewer, { query, cursor });
      if (!outcome.ok) throw new Error(outcome.reason);
      const { hits, next } = outcome.value;
      isFound = hits.some((hit) => hit.conversationId === conversationId && hit.entry.seq === seq);
      if (!isFound && next === null) throw new Error(`"${query}" was not found`);
      cursor = next ?? undefined;
    }
  }
}
