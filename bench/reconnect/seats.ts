import type { ConversationId, PersonId } from '@plaza/base';
import { inParallel } from '../group10k/crowd.ts';
import { openAsking } from './wire.ts';

/** A person with the conversation that they have with the next one. */
export type Seat = { personId: PersonId; conversationId: ConversationId };

const width = 16;

/** Runs over a list on a few connections. */
export async function overSome<T>(
  port: number,
  list: readonly T[],
  run: (asking: Awaited<ReturnType<typeof openAsking>>, item: T) => Promise<void>,
): Promise<void> {
  const free = await Promise.all(Array.from({ length: width }, () => openAsking(port)));
  await inParallel(list, width, async (item) => {
    const asking = free.pop() as Awaited<ReturnType<typeof openAsking>>;
    await run(asking, item);
    free.push(asking);
  });
  for (const asking of free) asking.end();
}

/** The secrets of new sessions, in the order of the seats. */
export async function signInAll(port: number, seats: readonly Seat[]): Promise<string[]> {
  const device = { name: 'Storm', kind: 'program' };
  const tokens: string[] = [];
  await overSome(port, [...seats.entries()], async (asking, [n, { personId }]) => {
    const input = { personId, device, delivery: 'token' };
    tokens[n] = ((await asking.call('identity.signInDemo', input)) as { token: string }).token;
  });
  return tokens;
}
