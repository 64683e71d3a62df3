import { closeCodes } from '@plaza/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pauseMs } from '../support/pause.ts';
import { befriend, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';
import { openRawSocket } from './support/socket.ts';
import { openDirect, say } from './support/talk.ts';

// After a broken line everybody comes back in the same moment, and is looked up together with
// others: each still gets their own, and nobody anything by a session that is over.

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Frame = { t: string; name?: string; personalSeq?: number };
type Back = { frames: Frame[]; closed: Promise<number>; terminate(): void };

/** Opens a socket and says hello; null where the door is shut. */
async function comeBack({ token }: TestPerson): Promise<Back | null> {
  const opened = openRawSocket(city.origin, { authorization: `Bearer ${token}` });
  const raw = await opened.catch((error: Error) => {
    expect(error.message).toContain('401');
    return null;
  });
  if (raw === null) return null;
  const frames: Frame[] = [];
  raw.socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
  raw.send(JSON.stringify({ t: 'hello', personalSeq: 0 }));
  return { frames, closed: raw.closed, terminate: () => raw.socket.terminate() };
}

const greeted = (sockets: readonly Back[]) =>
  expect
    .poll(() => sockets.every(({ frames }) => frames.some(({ t }) => t === 'hello_ok')), {
      timeout: 10_000,
    })
    .toBe(true);

it('nobody hears anything by a session that ended while everybody came back', async () => {
  const ana = await city.signUp('Ana');
  for (let round = 0; round < 3; round += 1) {
    const others: TestPerson[] = [];
    while (others.length < 8) others.push(await city.signIn(ana));
    const crowd = [...others, ana].flatMap((each) => Array.from({ length: 5 }, () => each));
    const [, ...back] = await Promise.all([
      pauseMs(round * 10).then(() => ana.must('identity.revokeOtherSessions', {})),
      ...crowd.map(comeBack),
    ]);
    const hers = back.slice(-5).filter((socket) => socket !== null);
    expect(hers).toHaveLength(5);
    await greeted(hers);
    const asked = { findableByHandle: round % 2 === 0, findableByCode: true };
    await ana.must('contacts.setPrivacy', asked);
    const isTold = ({ frames }: Back) =>
      frames.some(({ name }) => name === 'contacts.privacyChanged');
    await expect.poll(() => hers.every(isTold), { timeout: 10_000 }).toBe(true);
    for (const socket of back.slice(0, -5)) {
      if (socket === null) continue;
      expect(await socket.closed).toBe(closeCodes.signedOut);
      expect(isTold(socket)).toBe(false);
    }
    for (const other of others) {
      expect(await other.refused('chat.listHeads', {})).toBe('unauthenticated');
    }
    for (const { terminate } of hers) terminate();
  }
}, 60_000);

it('each of many at once is told where their own log ends, and lists their own', async () => {
  const names = ['Bea', 'Cai', 'Dee', 'Eva', 'Fay', 'Gil'];
  const people = await Promise.all(names.map((name) => city.signUp(name)));
  const [first, ...others] = people as [TestPerson, ...TestPerson[]];
  for (const [n, other] of others.entries()) {
    for (let times = 0; times <= n; times += 1) {
      await other.must('contacts.setPrivacy', {
        findableByHandle: true,
        findableByCode: times % 2 === 0,
      });
    }
  }
  const told = new Map<TestPerson, string>();
  for (const other of others) {
    await befriend(first, other, city.settle);
    const talk = await openDirect(other, first);
    await say(other, talk, `from ${other.me.handle}`);
    told.set(other, talk);
  }
  await city.settle();
  const endOf = async (person: TestPerson) =>
    (await person.must('sync.pull', { after: 0 })).headSeq;
  const ends = await Promise.all(people.map(endOf));
  expect(new Set(ends.slice(1)).size).toBe(others.length);
  const crowd = Array.from({ length: 60 }, (_, n) => n % people.length);
  const back = await Promise.all(crowd.map((n) => comeBack(people[n] ?? first)));
  const sockets = back.filter((socket) => socket !== null);
  expect(sockets).toHaveLength(crowd.length);
  await greeted(sockets);
  sockets.forEach(({ frames, terminate }, index) => {
    const hello = frames.find(({ t }) => t === 'hello_ok');
    expect(hello?.personalSeq).toBe(ends[crowd[index] ?? 0]);
    terminate();
  });
  const lists = await Promise.all(
    crowd.map((n) => (people[n] ?? first).must('chat.listHeads', { since: '0' })),
  );
  for (const [index, { heads }] of lists.entries()) {
    const mine = told.get(people[crowd[index] ?? 0] ?? first);
    const ids = heads.map(({ conversation }) => conversation.conversationId as string);
    expect(ids.toSorted()).toEqual(mine === undefined ? [...told.values()].toSorted() : [mine]);
  }
}, 60_000);
