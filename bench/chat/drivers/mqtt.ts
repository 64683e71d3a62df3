import type { Connection } from '../connection.ts';
import type { Driver } from './driver.ts';

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** The length of the rest, seven bits a byte (MQTT 3.1.1 §2.2.3). */
function lengthOf(rest: number): number[] {
  const low = rest % 128;
  const high = Math.floor(rest / 128);
  return high > 0 ? [low | 128, ...lengthOf(high)] : [low];
}

function packet(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, ...lengthOf(body.length)]), body]);
}

const publish = 0x30;
const subscribe = 0x82;
const keepAliveOff = [4, 2, 0, 0];

async function listen(connection: Connection, topic: string): Promise<void> {
  const body = Buffer.concat([Buffer.from([0, 1]), text(topic), Buffer.from([0])]);
  connection.write(packet(subscribe, body));
  await connection.expect(/\x90\x03/);
}

/** MQTT 3.1.1 at most once: what fan-out costs where nothing is kept. */
export function createMqttDriver(): Driver {
  const send = (connection: Connection, topic: string, body: string) =>
    connection.write(packet(publish, Buffer.concat([text(topic), Buffer.from(body, 'latin1')])));
  return {
    async signIn(connection) {
      const head = Buffer.concat([text('MQTT'), Buffer.from(keepAliveOff)]);
      connection.write(packet(0x10, Buffer.concat([head, text(`u${connection.person}`)])));
      await connection.expect(/\x20\x02/);
      await listen(connection, `u/${connection.person}`);
    },
    sendDirect: (connection, to, body) => send(connection, `u/${to}`, body),
    join: (connection, members) => listen(connection, `g/${members}`),
    sendGroup: (connection, members, body) => send(connection, `g/${members}`, body),
  };
}
