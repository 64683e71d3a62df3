import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import { randomBytes } from 'node:crypto';
import type { Connection } from '../connection.ts';
import type { Door } from '../types.ts';
import type { Driver } from './driver.ts';

const newId = createIds(systemClock, secureRandom);

/** A text frame of a client; a mask of zeros leaves it readable, and is a mask. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text, 'latin1');
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x81, 0x80 | length, 0, 0, 0, 0])
      : Buffer.from([0x81, 0xfe, length >> 8, length & 255, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

const pingFrame = frame('{"t":"ping"}');

/** The product's own socket, with its sign-in; history over HTTP, as its clients read it. */
export function createPlazaDriver({ tokens = [], directs = [], groups = {} }: Door): Driver {
  let lastCall = 0;
  const tokenOf = ({ person }: Connection) => `Authorization: Bearer ${tokens[person]}\r\n`;

  function send(connection: Connection, conversationId: string | undefined, text: string): void {
    lastCall += 1;
    const input =
      `{"conversationId":"${conversationId}","clientId":"${newId<ClientId>()}",` +
      `"message":{"type":"text","text":"${text}"}}`;
    connection.write(
      frame(`{"t":"call","id":${lastCall},"method":"chat.sendMessage","input":${input}}`),
    );
  }

  return {
    async signIn(connection) {
      const key = randomBytes(16).toString('base64');
      connection.write(
        `GET /socket HTTP/1.1\r\nHost: localhost\r\n${tokenOf(connection)}` +
          'Upgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
      await connection.expect(/101 [\s\S]*?\r\n\r\n/);
      connection.write(frame('{"t":"hello","personalSeq":0}'));
      await connection.expect(/"t":"hello_ok"/);
    },
    sendDirect: (connection, to, text) =>
      send(connection, directs[Math.min(connection.person, to) / 2], text),
    // Whoever is a member hears the group; there is nothing to enter.
    join: async () => undefined,
    sendGroup: (connection, members, text) => send(connection, groups[members], text),
    ping: (connection) => connection.write(pingFrame),
    history: {
      isApart: true,
      ask(connection, peer, entries) {
        const conversationId = directs[Math.min(connection.person, peer) / 2];
        const body = JSON.stringify({ conversationId, limit: entries });
        connection.write(
          `POST /rpc/chat.listEntries HTTP/1.1\r\nHost: localhost\r\n${tokenOf(connection)}` +
            `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      },
      end: Buffer.from('"lastSeq":'),
    },
  };
}
