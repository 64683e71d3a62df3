import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPlace, startCity, type TestCity } from './support/city.ts';
import type { TestPerson } from './support/person.ts';

// PostgreSQL goes away and comes back: whoever calls meanwhile is told to try again.

type Line = { url: string; cut(): Promise<void>; mend(): Promise<void> };

/** A way to a database that a test can cut. */
async function openLine(databaseUrl: string): Promise<Line> {
  const url = new URL(databaseUrl.replace(/@[^/]*/, '@127.0.0.1'));
  const [, host = '', port = ''] = /@([^:/]+):(\d+)/.exec(databaseUrl) ?? [];
  const target = decodeURIComponent(host);
  const at = target.startsWith('/')
    ? { path: `${target}/.s.PGSQL.${port}` }
    : { host: target, port: Number(port) };
  const open = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = createConnection(at);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => open.delete(one));
      one.pipe(other);
    }
  });
  const listen = (wanted: number) =>
    new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  await listen(0);
  const address = server.address();
  const own = typeof address === 'object' ? (address?.port ?? 0) : 0;
  url.port = String(own);
  return {
    url: url.href,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
    mend: () => listen(own),
  };
}

let place: Awaited<ReturnType<typeof openPlace>>;
let line: Line;
let city: TestCity;
let ana: TestPerson;
beforeAll(async () => {
  place = await openPlace();
  line = await openLine(place.db.url);
  city = await startCity({ place, env: { PLAZA_DATABASE_URL: line.url } });
  ana = await city.signUp('Ana');
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  await line.cut();
  await place[Symbol.asyncDispose]();
});

it('is said as what passes, to who is known and to who is not, and passes', async () => {
  const wei = await city.signUp('Wei');
  await ana.must('identity.getMe', {});
  await line.cut();
  const away = { status: 503, body: { error: 'unavailable' } };
  // Ana's session was looked up a moment ago; Wei's has to be asked for.
  expect(await ana.send('contacts.list', {})).toMatchObject(away);
  expect(await wei.send('contacts.list', {})).toMatchObject(away);
  expect(await city.stranger.send('identity.checkHandle', { handle: 'ana' })).toMatchObject(away);
  await line.mend();
  await expect
    .poll(async () => (await ana.send('contacts.list', {})).status, { timeout: 20_000 })
    .toBe(200);
});
