import { createIds, manualClock, secureRandom, systemClock } from '@plaza/base';
import type { PersonId, SessionId } from '@plaza/base';
import { closeCodes } from '@plaza/contract';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createLimits } from '../limits/index.ts';
import { createLog } from '../log/index.ts';
import { createMetrics } from '../metrics/index.ts';
import { createDispatch, type Caller } from '../rpc/index.ts';
import { createAcceptor, createHub, type Acceptor } from './index.ts';

const newId = createIds(systemClock, secureRandom);
const caller = { personId: newId<PersonId>(), sessionId: newId<SessionId>(), role: 'resident' };
let session: Caller | null;
let clock: ReturnType<typeof manualClock>;
let server: Server;
let acceptor: Acceptor;

beforeEach(async () => {
  session = caller as Caller;
  clock = manualClock();
  server = createServer();
  const limits = createLimits({ clock, factor: 1 });
  const log = createLog({ level: 'silent' });
  const metrics = createMetrics({ clock });
  acceptor = createAcceptor({
    ...{ server, clock, limits, log, hub: createHub(), hostNames: new Set<string>() },
    dispatch: createDispatch({ limits, log, metrics, newId, checkOutputs: true }),
    authenticateRequest: async () => ({ kind: 'known', caller: session }),
    addressOf: () => '127.0.0.1',
    personalSeq: async () => 0,
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
});

async function greet(): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket`);
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  socket.send(JSON.stringify({ t: 'hello', personalSeq: 0 }));
  await once(socket, 'message');
  return { socket, closed };
}

it('closes a socket whose session ended unheard, within minutes', async () => {
  const { socket, closed } = await greet();
  clock.advance(60_000);
  session = null;
  for (let step = 0; step < 30; step += 1) {
    socket.send(JSON.stringify({ t: 'ping' }));
    await Promise.race([closed, once(socket, 'message')]);
    clock.advance(10_000);
  }
  expect(await closed).toBe(closeCodes.signedOut);
});

it('closes it at once when news may have been lost, and it did end', async () => {
  const [{ socket, closed }, other] = [await greet(), await greet()];
  acceptor.suspectAll();
  socket.send(JSON.stringify({ t: 'ping' }));
  await once(socket, 'message');
  session = null;
  acceptor.suspectAll();
  expect([await closed, await other.closed]).toEqual([closeCodes.signedOut, closeCodes.signedOut]);
});
