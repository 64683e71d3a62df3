import { closeCodes, maxFrameBytes, methods } from '@plaza/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { ask } from './support/http.ts';
import type { TestPerson } from './support/person.ts';
import { openRawSocket } from './support/socket.ts';
import { newClientId, openDirect, say, text } from './support/talk.ts';

let city: TestCity;
let ana: TestPerson;
let wei: TestPerson;
beforeAll(async () => {
  city = await startCity();
  [ana, wei] = await city.contacts('Ana', 'Wei');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const hello = JSON.stringify({ t: 'hello', personalSeq: 0 });
const raw = () => openRawSocket(city.origin, { authorization: `Bearer ${ana.token}` });

describe('opening a socket', () => {
  const upgrade = (headers: Record<string, string>, path = '/socket') =>
    ask(city.origin, {
      path,
      headers: {
        ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
        ...{ 'sec-websocket-key': Buffer.alloc(16).toString('base64'), ...headers },
      },
    });

  it('is for the signed in, with a token or with the cookie of our own page', async () => {
    const cookie = `plaza_session=${ana.token}`;
    const { origin } = city;
    expect((await upgrade({ authorization: `Bearer ${ana.token}` })).status).toBe(101);
    expect((await upgrade({ cookie, origin })).status).toBe(101);
    expect((await upgrade({})).status).toBe(401);
    expect((await upgrade({ cookie: 'plaza_session=x' })).status).toBe(401);
    expect((await upgrade({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await upgrade({ cookie, host: 'evil.example' })).status).toBe(403);
    expect((await upgrade({ cookie }, '/elsewhere')).status).toBe(404);
  });

  it('begins with a hello, which tells how far the log is', async () => {
    const { headSeq } = await ana.must('sync.pull', { after: 0 });
    const socket = await ana.socket();
    expect(socket.hello.personalSeq).toBe(headSeq);
    expect(Date.parse(socket.hello.serverTime)).toBeGreaterThan(0);
    socket.sendRaw(JSON.stringify({ t: 'ping' }));
    await socket.frame(({ t }) => t === 'pong');
    socket.close();
  });
});

it('of one person are a hundred at most', async () => {
  const many = await city.signUp('Many');
  const open = () => openRawSocket(city.origin, { authorization: `Bearer ${many.token}` });
  const sockets = await Promise.all(Array.from({ length: 100 }, open));
  await expect(open()).rejects.toThrow('429');
  sockets[0]?.socket.close();
  await sockets[0]?.closed;
  sockets[0] = await open();
  for (const { socket } of sockets) socket.terminate();
});

describe('a frame that is not of the protocol', () => {
  const call = JSON.stringify({ t: 'call', id: 1, method: 'chat.type', input: {} });
  const bad = [
    ...['', 'null', '{', '[]', '"hello"', '{"t":"none"}', '{"t":"hello"}', '\u0000'],
    JSON.stringify({ t: 'hello', personalSeq: -1 }),
    JSON.stringify({ t: 'hello', personalSeq: 0, surely: 'unknown' }),
  ];

  it.each(bad)('%j closes the socket', async (frame) => {
    const socket = await raw();
    socket.send(frame);
    expect(await socket.closed).toBe(closeCodes.badFrame);
  });

  it.each([
    ['before hello', [call]],
    ['before hello, a ping', [JSON.stringify({ t: 'ping' })]],
    ['a second hello', [hello, hello]],
    ['a call without an id', [hello, JSON.stringify({ t: 'call', method: 'chat.type' })]],
    ['an id of no integer', [hello, call.replace('"id":1', '"id":1.5')]],
  ])('%s closes the socket', async (_, frames) => {
    const socket = await raw();
    for (const frame of frames) socket.send(frame);
    expect(await socket.closed).toBe(closeCodes.badFrame);
  });

  it('of bytes, or of too many, closes the socket', async () => {
    const binary = await raw();
    binary.send(Buffer.from(hello));
    expect(await binary.closed).toBe(closeCodes.badFrame);
    const huge = await raw();
    huge.send('x'.repeat(maxFrameBytes + 1));
    expect([1009, closeCodes.badFrame]).toContain(await huge.closed);
  });
});

describe('a call in a frame', () => {
  it('is answered under its id, in whatever order', async () => {
    const conversationId = await openDirect(ana, wei);
    const socket = await ana.socket();
    const sends = Array.from({ length: 100 }, (_, index) =>
      socket.call('chat.sendMessage', {
        ...{ conversationId, clientId: newClientId(), message: text(`${index}`) },
      }),
    );
    const seqs = (await Promise.all(sends)).map((result) => (result.ok ? result.output.seq : 0));
    expect(new Set(seqs).size).toBe(100);
    expect(Math.min(...seqs)).toBeGreaterThan(0);
    socket.close();
  });

  it('is not for methods of HTTP, nor for those that do not exist', async () => {
    const socket = await ana.socket();
    const names = methods.filter(({ transport }) => transport === 'http').map(({ name }) => name);
    for (const name of [...names, 'chat.nothing', '__proto__']) {
      const result = await socket.call(name as never, {} as never);
      expect([name, result]).toMatchObject([name, { error: 'unknown_method' }]);
    }
    socket.close();
  });
});

describe('the end of a socket', () => {
  it('is told to a device that was signed out, with 4001', async () => {
    const phone = await city.signIn(ana);
    const [socket, other] = [await phone.socket(), await ana.socket()];
    await phone.must('identity.signOut', {});
    await socket.event('identity.sessionEnded');
    expect(await socket.closed).toBe(closeCodes.signedOut);
    other.sendRaw(JSON.stringify({ t: 'ping' }));
    await other.frame(({ t }) => t === 'pong');
    other.close();
  });

  it('is met by a socket that was open before its session ended, and silent', async () => {
    const phone = await city.signIn(ana);
    const socket = await openRawSocket(city.origin, { authorization: `Bearer ${phone.token}` });
    await phone.must('identity.signOut', {});
    socket.send(hello);
    expect(await socket.closed).toBe(closeCodes.signedOut);
  });

  it('comes with 1001 when the server stops', async () => {
    const short = await startCity();
    const socket = await (await short.signUp('Ana')).socket();
    await short[Symbol.asyncDispose]();
    expect(await socket.closed).toBe(closeCodes.goingAway);
  });
});

describe('a client that reads slowly', () => {
  it('is spared what the log can tell, and told to look again', async () => {
    const conversationId = await openDirect(ana, wei);
    const [slow, quick] = [await ana.socket(), await ana.socket()];
    slow.pause();
    const words = '🚲'.repeat(10_000);
    let last = 0;
    for (let i = 0; i < 300; i += 1) last = await say(wei, conversationId, words);
    await quick.event('chat.entryAppended', ({ entry }) => entry.seq === last);
    slow.resume();
    await slow.frame(({ t }) => t === 'lag');
    expect(slow.events('chat.entryAppended').length).toBeLessThan(300);
    const { lastSeq } = await ana.must('chat.listEntries', { conversationId, limit: 1 });
    expect(lastSeq).toBe(last);
    slow.close();
    quick.close();
  });
});
