import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** What came back on a connection until it was closed, or was silent for a while. */
export type RawAnswer = { text: string; status: number | null; closed: boolean };

const silenceMs = 150;
const patienceMs = 1_000;

/** Sends bytes that no HTTP library would send, and reads what the server says to them. */
export async function sendRaw(
  origin: string,
  parts: readonly (string | Buffer)[],
  signal?: AbortSignal,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const answer = collect(socket);
  signal?.addEventListener('abort', () => socket.destroy());
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer;
}

function collect(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let silence = setTimeout(finish, patienceMs);
    function finish(): void {
      clearTimeout(silence);
      const text = Buffer.concat(chunks).toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({
        text,
        status: status === undefined ? null : Number(status),
        closed: socket.closed,
      });
      socket.destroy();
    }
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      clearTimeout(silence);
      silence = setTimeout(finish, silenceMs);
    });
    // A server may cut somebody who talks nonsense: that is an answer too.
    socket.on('error', () => undefined);
    socket.once('close', finish);
  });
}
