import type { ConversationId, PersonId } from '@plaza/base';
import { inParallel } from '../group10k/crowd.ts';
import { openAsking } from './wire.ts';

/** A person with the conversation that they have with the next one. */
export type Seat = { personId: PersonId; conversationId: ConversationId };
export type SignedIn = Seat & { token: string };

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

/** Signs everybody in, on the device that comes back later. */
export async function signInAll(port: number, seats: readonly Seat[]): Promise<SignedIn[]> {
  const device = { name: 'Storm', kind: 'program' };
  const signedIn: SignedIn[] = [];
  await overSome(port, [...seats.entries()], async (asking, [n, seat]) => {
    const input = { personId: seat.personId, device, delivery: 'token' };
    const { token } = (await asking.call('identity.signInDemo', input)) as { token: string };
    signedIn[n] = { ...seat, token };
  });
  return signedIn;
}
