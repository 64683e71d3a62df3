import type { Connection } from '../connection.ts';
import type { Driver } from './driver.ts';

/** NATS core: what fan-out costs where nothing is kept. */
export function createNatsDriver(): Driver {
  const send = (connection: Connection, subject: string, text: string) =>
    connection.write(`PUB ${subject} ${text.length}\r\n${text}\r\n`);
  const listen = async (connection: Connection, subject: string, id: number) => {
    connection.write(`SUB ${subject} ${id}\r\nPING\r\n`);
    await connection.expect(/PONG\r\n/);
  };
  return {
    async signIn(connection) {
      connection.write('CONNECT {"verbose":false,"pedantic":false,"lang":"raw","version":"1"}\r\n');
      await listen(connection, `u.${connection.person}`, 1);
    },
    sendDirect: (connection, to, text) => send(connection, `u.${to}`, text),
    join: (connection, members) => listen(connection, `g.${members}`, members),
    sendGroup: (connection, members, text) => send(connection, `g.${members}`, text),
    // It pings every two minutes and wants an answer.
    ping: (connection) => connection.write('PONG\r\n'),
  };
}
