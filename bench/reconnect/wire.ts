import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

// A device's two lines over plain TCP, as cheap as the real thing allows: the devices share two
// cores with the server, and a browser's own work is on a phone elsewhere.

const host = '127.0.0.1';

/** What a line says when it can say no more. */
export class LineBroken extends Error {}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Waits for one thing at a time; fails when the line breaks first. */
function createPost<T>() {
  let waiting: { resolve(value: T): void; reject(error: Error): void } | null = null;
  const settle = (act: (wait: NonNullable<typeof waiting>) => void) => {
    const wait = waiting;
    waiting = null;
    if (wait !== null) act(wait);
  };
  return {
    next: () => new Promise<T>((resolve, reject) => (waiting = { resolve, reject })),
    put: (value: T) => settle(({ resolve }) => resolve(value)),
    fail: (why: string) => settle(({ reject }) => reject(new LineBroken(why))),
  };
}

/** A masked text frame; a mask of zeros leaves it readable, and is a mask. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x81, 0x80 | length, 0, 0, 0, 0])
      : Buffer.from([0x81, 0xfe, length >> 8, length & 255, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

/** Takes whole frames of a server off the front; gives the rest. */
function takeFrames(bytes: Buffer, take: (text: string, isClose: boolean) => void): Buffer {
  let at = 0;
  while (bytes.length - at >= 2) {
    const short = (bytes[at + 1] as number) & 127;
    const headLength = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length - at < headLength) break;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const end = at + headLength + length;
    if (bytes.length < end) break;
    take(bytes.toString('utf8', at + headLength, end), ((bytes[at] as number) & 15) === 8);
    at = end;
  }
  return at === bytes.length ? Buffer.alloc(0) : bytes.subarray(at);
}

export type Live = {
  send(text: string): void;
  /** Where the personal log ended at the hello. */
  personalSeq: number;
  end(): void;
};

const endOfHead = Buffer.from('\r\n\r\n');

/** Opens the WebSocket and says hello. */
export async function openLive(
  port: number,
  { token, personalSeq }: { token: string; personalSeq: number },
  onFrame: (text: string) => void,
): Promise<Live> {
  const socket = await open(port);
  const greeting = createPost<string>();
  let rest: Buffer = Buffer.alloc(0);
  let isUpgraded = false;
  let isGreeted = false;
  const take = (text: string, isClose: boolean) => {
    if (isClose) return void socket.destroy();
    if (isGreeted) return onFrame(text);
    isGreeted = true;
    greeting.put(text);
  };
  socket.on('data', (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (!isUpgraded) {
      const end = rest.indexOf(endOfHead);
      if (end < 0) return;
      if (!rest.subarray(0, 12).equals(upgraded)) return void socket.destroy();
      isUpgraded = true;
      rest = rest.subarray(end + endOfHead.length);
      socket.write(frame(`{"t":"hello","personalSeq":${personalSeq}}`));
    }
    rest = takeFrames(rest, take);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => greeting.fail('the socket was closed'));
  const told = greeting.next();
  socket.write(
    `GET /socket HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
      'Upgrade: websocket\r\nConnection: Upgrade\r\n' +
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n` +
      'Sec-WebSocket-Version: 13\r\n\r\n',
  );
  const hello = JSON.parse(await told) as { t: string; personalSeq: number };
  if (hello.t !== 'hello_ok') throw new LineBroken(`greeted with ${hello.t}`);
  return {
    personalSeq: hello.personalSeq,
    send: (text) => void socket.write(frame(text)),
    end: () => socket.destroy(),
  };
}
const upgraded = Buffer.from('HTTP/1.1 101');

export type Asking = {
  /** One call at a time over a connection that stays open. */
  call(method: string, input: object, token?: string): Promise<unknown>;
  end(): void;
};

/** Opens a connection for calls over HTTP. */
export async function openAsking(port: number): Promise<Asking> {
  const socket = await open(port);
  const answer = createPost<string>();
  let parts: Buffer[] = [];
  let missing = Number.NaN;
  function look(bytes: Buffer): void {
    const end = bytes.indexOf(endOfHead);
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
    if (length === undefined) return void socket.destroy();
    missing = end + endOfHead.length + Number(length) - bytes.length;
  }
  socket.on('data', (bytes) => {
    parts.push(bytes);
    if (Number.isNaN(missing)) look(parts.length === 1 ? bytes : Buffer.concat(parts));
    else missing -= bytes.length;
    if (missing > 0 || Number.isNaN(missing)) return;
    const text = Buffer.concat(parts).toString('utf8');
    [parts, missing] = [[], Number.NaN];
    answer.put(text);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => answer.fail('the connection was closed'));
  return {
    async call(method, input, token) {
      const body = JSON.stringify(input);
      const by = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
      const told = answer.next();
      socket.write(
        `POST /rpc/${method} HTTP/1.1\r\nHost: localhost\r\n${by}` +
          'Content-Type: application/json\r\n' +
          `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      const text = await told;
      const output: unknown = JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));
      if (!text.startsWith('HTTP/1.1 200')) throw new LineBroken(text.slice(0, 300));
      return output;
    },
    end: () => socket.destroy(),
  };
}
