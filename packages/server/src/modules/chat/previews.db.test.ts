import { systemClock, type ConversationId, type FileId, type PersonId } from '@plaza/base';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makePng } from '../../kernel/files/testing-images.ts';
import type { Caller } from '../../kernel/rpc/index.ts';
import { createCity, openGroup, say, value, type City } from './testing.ts';
import { createPreviewing, type Previewing } from '../media/index.ts';

type Address = { address: string; family: number };
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let city: City;
let ada: PersonId;
let bo: PersonId;
let group: ConversationId;
let server: Server;
let origin: string;
let asked: string[];
let pages: Record<string, Answer>;

const html =
  (body: string, type = 'text/html; charset=utf-8'): Answer =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': type }).end(body);
const moved =
  (to: string): Answer =>
  (_request, response) =>
    response.writeHead(302, { location: to }).end();

beforeAll(async () => {
  city = await createCity();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await city.close();
});
beforeEach(async () => {
  [ada, bo] = [city.person('Ada'), city.person('Bo')];
  city.befriend(ada, bo);
  group = await openGroup(city, [ada, bo]);
  asked = [];
  pages = {};
});

type Options = { patterns?: string[]; resolve?: (name: string) => Promise<Address[]> };
let previewing: Previewing;
afterEach(() => previewing.stop());

/** Jobs that are run by hand, one after the other, as a worker would. */
function open({ patterns = [origin], ...rest }: Options = {}) {
  const waiting: object[] = [];
  let run: (payload: never) => Promise<void> = async () => undefined;
  const jobs = {
    define: (_name: string, task: typeof run) => void (run = task),
    add: async (_tx: unknown, _name: string, payload: object) => void waiting.push(payload),
  };
  const { bus, files, chat } = city;
  previewing = createPreviewing({
    ...{ patterns, bus, files, clock: systemClock, jobs: jobs as never, log: { warn() {} } },
    ...{ limits: { takeKey: () => ({ ok: true }) }, setPreview: chat.setPreview, ...rest },
  });
  previewing.start();
  return {
    waiting,
    async work() {
      for (const payload of waiting.splice(0)) await run(payload as never);
    },
  };
}

async function entryOf(seq: number, viewer = bo) {
  return city.chat.reading.getEntry(viewer, group, seq);
}

async function reads(personId: PersonId, fileId: string): Promise<boolean> {
  const file = await city.files.describe(fileId as FileId);
  return file !== null && city.files.mayRead(file, { personId, role: 'resident' } as Caller);
}

const send = (text: string) => say(city, ada, { to: group, text });

describe('a link', () => {
  it('is shown with what its page says, and a picture that the city keeps', async () => {
    const { work } = open();
    pages['/a'] = html('<title>A &amp; B</title><meta property=og:image content="/p.png">');
    pages['/p.png'] = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'image/png' })
        .end(makePng({ width: 30, height: 20 }));
    const { seq } = value(await send(`look: ${origin}/a.`));
    await work();
    const entry = await entryOf(seq);
    expect(entry!.preview).toMatchObject({
      ...{ url: `${origin}/a`, title: 'A & B', siteName: '127.0.0.1', description: '' },
    });
    const imageId = entry!.preview!.imageId!;
    expect([await reads(bo, imageId), await reads(city.person(), imageId)]).toEqual([true, false]);
    const [told] = city.told(bo).slice(-1);
    expect(told).toMatchObject({
      name: 'chat.entryAppended',
      payload: { entry: { body: { type: 'changed', seq, how: 'previewed' } } },
    });
    expect(city.problems).toEqual([]);
    await city.chat.changes.recall({ viewerId: ada, conversationId: group, seq });
    expect(await city.files.describe(imageId as FileId)).toBe(null);
  });

  it('is asked for once, and only where the operator said', async () => {
    const none = open({ patterns: [] });
    value(await send(`${origin}/a`));
    expect(none.waiting).toEqual([]);
    previewing.stop();
    const { waiting, work } = open();
    pages['/a'] = html('<title>A</title>');
    value(await send('https://elsewhere.example/a'));
    expect(waiting).toEqual([]);
    const { seq } = value(await send(`${origin}/a`));
    await work();
    expect(await previewing.look({ conversationId: group, seq }, `${origin}/a`)).toBe(false);
    expect((await city.chat.reading.listEntries(bo, group, { limit: 2 })).ok).toBe(true);
    const changes = await city.db.query(
      `select 1 from chat_entry where conversation_id = $1 and type = 'changed'`,
      [group],
    );
    expect(changes.rowCount).toBe(1);
  });

  it('has no preview once its message is gone, changed or somebody else’s', async () => {
    open();
    pages['/a'] = html('<title>A</title>');
    const { seq } = value(await send(`${origin}/a`));
    const place = { conversationId: group, seq };
    expect(await previewing.look(place, `${origin}/a?other`)).toBe(false);
    await city.chat.changes.recall({ viewerId: ada, conversationId: group, seq });
    expect(await previewing.look(place, `${origin}/a`)).toBe(false);
    expect((await entryOf(seq))!.preview).toBeUndefined();
  });
});

describe('never asked', () => {
  const look = async (link: string) => {
    const { seq } = value(await send(link));
    return previewing.look({ conversationId: group, seq }, link);
  };

  it('are names that lead to this machine or network', async () => {
    const { port } = server.address() as AddressInfo;
    const near = [
      ...['127.0.0.1', '10.0.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:127.0.0.1'],
    ];
    pages['/a'] = html('<title>A</title>');
    for (const address of near) {
      const family = address.includes(':') ? 6 : 4;
      const resolve = async () => [
        { address: '8.8.8.8', family: 4 },
        { address, family },
      ];
      open({ patterns: [`http://rebound.example:${port}`], resolve });
      expect(await look(`http://rebound.example:${port}/a`)).toBe(false);
    }
    expect(asked).toEqual([]);
  });

  it('is a name a second time, when it could answer otherwise', async () => {
    const { port } = server.address() as AddressInfo;
    const names: string[] = [];
    const answers = ['192.0.2.1', '127.0.0.1'];
    const resolve = async (name: string) => {
      names.push(name);
      return [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    };
    pages['/a'] = html('<title>A</title>');
    open({ patterns: [`http://rebound.example:${port}`], resolve });
    expect(await look(`http://rebound.example:${port}/a`)).toBe(false);
    expect([names, asked]).toEqual([['rebound.example'], []]);
  });

  it('is where a redirect leads outside of what was named', async () => {
    const other = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>secret</title>');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const inside = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    open();
    const targets = [inside, 'file:///etc/passwd', 'http://169.254.169.254/latest/meta-data/'];
    for (const [n, target] of targets.entries()) {
      pages[`/${n}`] = moved(target);
      expect(await look(`${origin}/${n}`)).toBe(false);
    }
    pages['/loop'] = moved('/loop');
    expect(await look(`${origin}/loop`)).toBe(false);
    pages['/b'] = html('<title>B</title>');
    pages['/near'] = moved('/b');
    expect(await look(`${origin}/near`)).toBe(true);
    pages['/picture'] = html(`<title>C</title><meta property=og:image content="${inside}">`);
    expect(await look(`${origin}/picture`)).toBe(true);
    other.close();
    other.closeAllConnections();
  });
});

describe('a page that is not taken', () => {
  it('is no HTML, packed, empty, too slow or without end', async () => {
    open();
    const look = async (path: string) => {
      const { seq } = value(await send(`${origin}${path}`));
      return previewing.look({ conversationId: group, seq }, `${origin}${path}`);
    };
    pages['/json'] = html('{"title": "no"}', 'application/json');
    pages['/svg'] = html('<title>no</title>', 'image/svg+xml');
    pages['/none'] = html('');
    pages['/packed'] = (_request, response) => {
      const headers = { 'content-type': 'text/html', 'content-encoding': 'gzip' };
      response.writeHead(200, headers).end('<title>no</title>');
    };
    pages['/hangs'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<title>');
    };
    for (const path of Object.keys(pages)) expect([path, await look(path)]).toEqual([path, false]);
    pages['/endless'] = (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('<title>begun</title>');
      const more = setInterval(() => response.write('x'.repeat(100_000)), 1);
      request.on('close', () => clearInterval(more));
    };
    expect(await look('/endless')).toBe(true);
  }, 20_000);

  it('keeps only pictures that are pictures', async () => {
    open();
    const page = '<title>A</title><meta property=og:image content=';
    const bodies = ['<svg onload="alert(1)"/>', '<html>', 'GIF89a=1;alert(1)', ''];
    for (const [n, body] of bodies.entries()) {
      pages[`/i${n}`] = html(body, 'image/png');
      pages[`/p${n}`] = html(`${page}/i${n}>`);
      const { seq } = value(await send(`${origin}/p${n}`));
      expect(await previewing.look({ conversationId: group, seq }, `${origin}/p${n}`)).toBe(true);
      expect((await entryOf(seq))!.preview).toMatchObject({ imageId: null });
    }
  });
});
