import { pick, seededRandom, systemClock } from '@plaza/base';
import { closeCodes, methods, refusals, type Method } from '@plaza/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startCity, type TestCity } from './support/city.ts';
import { createFuzz, type Fuzz } from './support/fuzz.ts';
import { openMerchant, takeOrder } from './support/merchants.ts';
import { createPin, newKey, pay, topUp } from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { sendRaw } from './support/raw.ts';

// Nothing that a stranger or a member sends may stop the server or show up as our mistake.
const seed = Number(process.env['PLAZA_FUZZ_SEED'] ?? 20_261_122);
const factor = Number(process.env['PLAZA_FUZZ_FACTOR'] ?? 1);
const random = seededRandom(seed);
const ids: string[] = [];
const fuzz: Fuzz = createFuzz(random, ids);
const said = `PLAZA_FUZZ_SEED=${seed}`;

/** Where the operator is among the people. */
const operatorIndex = 2;

let city: TestCity;
let people: TestPerson[];

beforeAll(async () => {
  city = await startCity();
  const [ana, wei] = await city.contacts('Ana', 'Wei');
  const operator = await city.operator();
  people = [ana, wei, operator];
  const { head } = await ana.must('chat.openDirect', { personId: wei.me.personId });
  const members = [wei.me.personId];
  const clientId = crypto.randomUUID() as never;
  const group = { name: 'All', memberIds: members, clientId };
  const made = await ana.must('chat.createGroup', group as never);
  ids.push(...people.map(({ me }) => me.personId), clientId);
  ids.push(head.conversation.conversationId, made.head.conversation.conversationId);
  for (const person of [ana, wei]) {
    await createPin(person);
    await topUp(operator, person, 10_000);
  }
  // Waiting to be taken, by whoever hits upon it; and keys that may be used again.
  for (const [from, to] of [
    [ana, wei],
    [wei, ana],
  ] as const) {
    ids.push((await pay(from, to, 500)).transferId, newKey());
  }
  const merchantId = await openMerchant(ana);
  const manager = { merchantId, personId: wei.me.personId, role: 'manager' } as const;
  await ana.must('merchants.invite', manager);
  await wei.must('merchants.answerInvite', { merchantId, accept: true });
  // More often than others: every method of a shop needs it.
  ids.push(merchantId, merchantId, merchantId, (await takeOrder(ana, merchantId)).orderId);
});
afterAll(async () => {
  // Whatever was tried, the books say the same as the wallets.
  const { balanced } = await (await city.operator()).must('pay.getBooks', {});
  await city[Symbol.asyncDispose]();
  expect(balanced).toBe(true);
});

afterEach(async () => {
  await city.settle();
  expect(city.faults, said).toEqual([]);
  expect((await fetch(`${city.origin}/healthz`)).status).toBe(200);
  const visitor = await city.signUp('Visitor');
  expect((await visitor.must('identity.getMe', {})).personId).toBe(visitor.me.personId);
});

/** Somebody who still may call; fuzz signs people out, suspends and erases them. */
async function somebody(index = random.int(people.length)): Promise<TestPerson> {
  const person = people[index]!;
  const { ok } = await person.call('identity.getMe', {});
  if (ok) return person;
  const next = index === operatorIndex ? await city.operator() : await city.signUp('Next');
  people[index] = next;
  ids.push(next.me.personId);
  return next;
}

type Sent = {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
};

async function send({ path, method = 'POST', headers = {}, body }: Sent) {
  const answer = await fetch(`${city.origin}${path}`, {
    ...{ method, redirect: 'manual', signal: AbortSignal.timeout(10_000) },
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: body as never }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Every "no" has a name of the contract and the status that belongs to it. */
function expectWell({ status, text }: { status: number; text: string }, context: unknown): void {
  const what = JSON.stringify(context).slice(0, 2_000);
  const note = `${said} ${what} → ${status} ${text.slice(0, 500)}`;
  expect(status, note).toBeLessThan(500);
  if (status < 400) return;
  const { error } = JSON.parse(text) as { error: keyof typeof refusals };
  expect(refusals[error]?.status, note).toBe(status);
}

/** Gives the status. */
async function callMethod(spec: Method, input: unknown, token: string | null): Promise<number> {
  const headers: Record<string, string> =
    token === null ? {} : { authorization: `Bearer ${token}` };
  const body = JSON.stringify(input) ?? 'null';
  const answer = await send({ path: `/rpc/${spec.name}`, headers, body });
  expectWell(answer, { method: spec.name, input });
  return answer.status;
}

describe('calls', () => {
  it('of every method with input that is right, nearly right or wrong', async () => {
    const accepted = new Set<string>();
    for (let round = 0; round < 32 * factor; round += 1) {
      const index = round % people.length;
      let { token } = await somebody(index);
      for (const spec of methods) {
        const right = fuzz.sample(spec.input);
        const input = pick(random, [right, right, fuzz.mutate(right), fuzz.junk()]);
        const isStranger = random.int(8) === 0;
        const status = await callMethod(spec, input, isStranger ? null : token);
        if (status === 200) accepted.add(spec.name);
        if (status === 401 && !isStranger) ({ token } = await somebody(index));
      }
    }
    // Fuzz that never gets past the door proves little.
    expect(accepted.size).toBeGreaterThan(methods.length / 3);
  }, 120_000);

  it('whose unknown parts are very deep', async () => {
    const body = `{"challengeId":"x","name":"x","response":{"a":${'['.repeat(9e4)}${']'.repeat(9e4)}}}`;
    const { token } = await somebody();
    const headers = { authorization: `Bearer ${token}` };
    const { status } = await send({ path: '/rpc/identity.finishPasskeyAdd', headers, body });
    expect(status).toBe(400);
  });

  it('that come all at once', async () => {
    const { token } = await somebody();
    const calls = Array.from({ length: 300 * factor }, () => {
      const spec = pick(
        random,
        methods.filter(({ kind }) => kind === 'query'),
      );
      return callMethod(spec, fuzz.mutate(fuzz.sample(spec.input)), token);
    });
    expect(await Promise.all(calls)).toHaveLength(300 * factor);
  }, 60_000);

  it('whose body is hardly JSON', async () => {
    const { token } = await somebody();
    const headers = { authorization: `Bearer ${token}` };
    for (let i = 0; i < 200 * factor; i += 1) {
      const spec = pick(random, methods);
      const body = fuzz.damage(JSON.stringify(fuzz.sample(spec.input)));
      expectWell(await send({ path: `/rpc/${spec.name}`, headers, body }), { body });
    }
  }, 60_000);

  it('whose body is deep, huge, empty, poisoned or of another type', async () => {
    const { token } = await somebody();
    const path = '/rpc/identity.updateProfile';
    const bodies: (string | Buffer)[] = [
      ...['', ' ', 'null', '[]', '"x"', '1e999', 'undefined', '{"a":1}{"b":2}', '\ufeff{}'],
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
      `{"displayName":"${'x'.repeat(300_000)}"}`,
      '{"__proto__":{"role":"operator"}}',
      '{"constructor":{"prototype":{"role":"operator"}}}',
      '{"displayName":"a","displayName":"b"}',
      '{"displayName":"\\ud800"}',
      '{"displayName":"\\u0000"}',
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      fuzz.bytes(5_000),
    ];
    const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x/y'];
    for (const body of bodies) {
      for (const type of [
        ...types,
        'multipart/form-data; boundary=a',
        'application/json; charset=x',
      ]) {
        const headers = { authorization: `Bearer ${token}`, 'content-type': type };
        expectWell(await send({ path, headers, body }), { type, body: String(body).slice(0, 80) });
      }
    }
    expect(({} as { role?: string }).role).toBe(undefined);
  }, 60_000);
});

describe('requests', () => {
  it('of any method, path and header', async () => {
    const known = ['/rpc/chat.sendMessage', '/upload?purpose=photo', '/media/', '/socket', '/docs'];
    const roots = [
      ...known,
      '/healthz',
      '/readyz',
      '/metrics',
      '/',
      '/rights/export',
      '/openapi.json',
    ];
    const verbs = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'POST', 'PROPFIND'];
    for (let i = 0; i < 300 * factor; i += 1) {
      const method = pick(random, verbs);
      const tail = pick(random, [
        '',
        '/',
        `/${encodeURIComponent(fuzz.text().toWellFormed())}`,
        '?a=%ff',
      ]);
      const path = `${pick(random, roots)}${tail.slice(0, 3_000)}`;
      const header = fuzz
        .text()
        .replaceAll(/[^\x20-\x7e]/g, '?')
        .slice(0, 3_000);
      const name = pick(random, ['cookie', 'authorization', 'accept', 'origin', 'if-none-match']);
      const body = ['GET', 'HEAD'].includes(method) ? {} : { body: fuzz.text().toWellFormed() };
      const sent = { path, method, headers: { [name]: header }, ...body };
      const { status } = await send(sent);
      expect(status, `${said} ${JSON.stringify(sent).slice(0, 400)}`).toBeLessThan(500);
    }
  }, 60_000);

  it('to upload anything', async () => {
    const { token } = await somebody();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/png' };
    const starts = [
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
      '\xff\xd8\xff\xe1\xff\xff',
      'RIFF\x40\0\0\0WEBPVP8X',
    ];
    for (let i = 0; i < 100 * factor; i += 1) {
      const start = Buffer.from(pick(random, [...starts, '']), 'latin1');
      const body = Buffer.concat([start, fuzz.bytes(random.int(300))]);
      const purpose = pick(random, ['photo', fuzz.text().toWellFormed()]);
      const path = `/upload?purpose=${encodeURIComponent(purpose.slice(0, 500))}`;
      expectWell(await send({ path, headers, body }), { path });
    }
  }, 60_000);

  const head = (line: string, ...headers: string[]) =>
    `${[line, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
  const post = 'POST /rpc/identity.signUp HTTP/1.1';
  const json = 'Content-Type: application/json';

  const rude: Record<string, (string | Buffer)[]> = {
    'no request at all': ['\0\0\0\0\r\n\r\n'],
    'another protocol': ['SSH-2.0-OpenSSH_9.2\r\n'],
    TLS: [Buffer.from('16030100c8010000c40303', 'hex'), fuzz.bytes(200)],
    'an unknown method': [head('FROB / HTTP/1.1')],
    'an unknown version': ['GET / HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    'no host': ['GET / HTTP/1.1\r\n\r\n'],
    'two hosts': ['GET / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\n\r\n'],
    'a host that is none': ['GET / HTTP/1.1\r\nHost: [::\r\n\r\n'],
    'a path that is none': [head('GET //[ HTTP/1.1')],
    'a whole address as path': [head('GET http://[ HTTP/1.1')],
    'a path with broken escapes': [head('GET /media/%E0%A4%A HTTP/1.1')],
    'a path with bytes': [Buffer.from(head('GET /\xff\xfe HTTP/1.1'), 'latin1')],
    'a huge path': [head(`GET /${'a'.repeat(20_000)} HTTP/1.1`)],
    'a huge header': [head('GET / HTTP/1.1', `X-A: ${'a'.repeat(20_000)}`)],
    'very many headers': [
      head('GET / HTTP/1.1', ...Array.from({ length: 2_500 }, (_, i) => `x${i}: 1`)),
    ],
    'a header with NUL': [head('GET / HTTP/1.1', 'X-A: a\0b')],
    'two lengths': [head(post, json, 'Content-Length: 2', 'Content-Length: 3'), '{}'],
    'a negative length': [head(post, json, 'Content-Length: -1'), '{}'],
    'a length and chunks': [
      head(post, json, 'Content-Length: 2', 'Transfer-Encoding: chunked'),
      '{}',
    ],
    'chunks of no size': [head(post, json, 'Transfer-Encoding: chunked'), 'zz\r\n{}\r\n0\r\n\r\n'],
    'an unknown coding': [head(post, json, 'Transfer-Encoding: frob'), '{}'],
    'a packed body': [
      head(post, json, 'Content-Encoding: gzip', 'Content-Length: 4'),
      '\x1f\x8b\x08\0',
    ],
    'less than it promised': [head(post, json, 'Content-Length: 9', 'Connection: close'), '{}'],
    'requests in a row': [head('GET /healthz HTTP/1.1').repeat(20)],
    'an upgrade to nonsense': [head('GET / HTTP/1.1', 'Connection: Upgrade', 'Upgrade: frob')],
    'an upgrade of a path that is none': [head('GET //[ HTTP/1.1', ...upgrade, key)],
    'an upgrade of another path': [head('GET /other HTTP/1.1', ...upgrade, key)],
    'an upgrade without a session': [head('GET /socket HTTP/1.1', ...upgrade, key)],
    'an upgrade without a key': [head('GET /socket HTTP/1.1', ...upgrade)],
    'an upgrade by POST': [head('POST /socket HTTP/1.1', ...upgrade, key)],
  };

  it.each(Object.entries(rude))('that hold %s', async (_name, parts) => {
    const { status, text } = await sendRaw(city.origin, parts);
    // 505 is the right answer to a version of HTTP that does not exist.
    expect(status === null || status < 500 || status === 505, `${said} ${text}`).toBe(true);
  });

  it('that break off anywhere', async () => {
    const body = JSON.stringify({ handle: 'ada' });
    const whole = `${head(post, json, `Content-Length: ${body.length}`)}${body}`;
    const cuts = Array.from({ length: 40 }, () => random.int(whole.length));
    await Promise.all(
      cuts.map(async (cut) => {
        const controller = new AbortController();
        const answer = sendRaw(city.origin, [whole.slice(0, cut)], controller.signal);
        await systemClock.sleep(20);
        controller.abort();
        expect((await answer).status ?? 0).toBeLessThan(500);
      }),
    );
  });
});

/** Opens a socket, sends frames, and gives the code with which it was closed, or null. */
async function talk(frames: readonly (string | Buffer)[], greet = true): Promise<number | null> {
  const { token } = await somebody();
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${city.origin.replace('http', 'ws')}/socket`, { headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('open', resolve));
  if (greet) socket.send(JSON.stringify({ t: 'hello', personalSeq: 0 }));
  for (const frame of frames) if (socket.readyState === socket.OPEN) socket.send(frame);
  const code = await Promise.race([closed, systemClock.sleep(150).then(() => null)]);
  socket.terminate();
  return code;
}

const hello = JSON.stringify({ t: 'hello', personalSeq: 0 });
const ping = JSON.stringify({ t: 'ping' });
const callOf = (id: unknown, method: unknown, input: unknown) =>
  JSON.stringify({ t: 'call', id, method, input });

describe('frames', () => {
  const bad: Record<string, (string | Buffer)[]> = {
    'no JSON': ['{'],
    nothing: [''],
    'no object': ['[]'],
    'an unknown kind': ['{"t":"frob"}'],
    'a field too many': ['{"t":"ping","x":1}'],
    'a poisoned prototype': ['{"t":"ping","__proto__":{"t":"hello"}}'],
    'a second hello': [hello],
    bytes: [Buffer.from([1, 2, 3])],
    'bytes that are JSON': [Buffer.from(ping)],
    'an id that is none': [callOf(-1, 'chat.sendMessage', {})],
    'an id beyond numbers': [callOf(2 ** 60, 'chat.sendMessage', {})],
    'a method that is no text': [callOf(1, {}, {})],
    'a name too long': [callOf(1, 'x'.repeat(100), {})],
    'half a surrogate pair as method': ['{"t":"call","id":1,"method":"\\ud800","input":{}}'],
    'depth without end': [`{"t":"call","id":1,"method":"a","input":${'['.repeat(60_000)}`],
  };
  it.each(Object.entries(bad))('with %s close the socket', async (_name, frames) => {
    expect(await talk(frames)).toBe(closeCodes.badFrame);
  });

  it('with text that is none are refused, and the socket stays', async () => {
    const bodies = [
      '{"displayName":"\\ud800"}',
      '{"displayName":"\\u0000"}',
      '['.repeat(2e4) + ']'.repeat(2e4),
    ];
    const frames = bodies.map(
      (body, i) => `{"t":"call","id":${i + 1},"method":"chat.markRead","input":${body}}`,
    );
    expect(await talk(frames)).toBe(null);
  });

  it('before hello close the socket', async () => {
    expect(await talk([ping], false)).toBe(closeCodes.badFrame);
    expect(await talk([callOf(1, 'chat.sendMessage', {})], false)).toBe(closeCodes.badFrame);
  });

  it('larger than allowed close the socket', async () => {
    expect(await talk(['x'.repeat(70_000)])).toBe(1009);
  });

  it('with any call are answered', async () => {
    const frames = Array.from({ length: 25 * factor }, (_, i) => {
      const spec = pick(random, methods);
      const name =
        random.int(5) === 0 ? pick(random, ['', 'toString', '__proto__', 'a.b']) : spec.name;
      return callOf(i + 1, name === '' ? 'x' : name, fuzz.mutate(fuzz.sample(spec.input)));
    });
    const small = frames.filter((frame) => Buffer.byteLength(frame) < 60_000);
    for (let at = 0; at < small.length; at += 10)
      expect(await talk(small.slice(at, at + 10))).toBe(null);
  }, 60_000);

  it('in a flood without reading leave the server well', async () => {
    const frames = Array.from({ length: 2_000 }, (_, i) => callOf(i + 1, 'identity.getMe', {}));
    expect(await talk(frames)).toBe(null);
    expect(await talk(Array.from({ length: 2_000 }, () => ping))).toBe(null);
  }, 60_000);

  it('of raw bytes leave the server well', async () => {
    const { token } = await somebody();
    const opening = [
      ...['GET /socket HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'],
      ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='],
      ...[`Authorization: Bearer ${token}`, '', ''],
    ].join('\r\n');
    for (let i = 0; i < 30 * factor; i += 1) {
      const { status } = await sendRaw(city.origin, [opening, fuzz.bytes(1 + random.int(300))]);
      expect(status).toBe(101);
    }
  }, 60_000);
});
