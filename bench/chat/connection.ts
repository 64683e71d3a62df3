import { connect, type Socket } from 'node:net';

// Messages carry a mark with their number, and what arrives is searched for marks instead of being
// parsed: the generator must stay the faster side, whatever the protocol.
const markStart = Buffer.from('M~');
const digits = 10;
const markLength = markStart.length + digits;

/** Bytes of a message's text, as all targets carry it. */
export const textBytes = 100;
const padding = 'x'.repeat(textBytes - markLength - 1);

export function markedText(number: number): string {
  return `M~${String(number).padStart(digits, '0')}~${padding}`;
}

export type Hear = (connection: Connection, number: number) => void;
type Listen = (bytes: Buffer) => void;
type Wait = { pattern: RegExp; resolve: (found: RegExpExecArray) => void; reject: Fail };
type Fail = (error: Error) => void;

/** A plain TCP connection of one person: first a conversation in text, then only marks. */
export type Connection = {
  readonly person: number;
  write(bytes: string | Buffer): void;
  /** Waits until something arrives that fits; what came before it is forgotten. */
  expect(pattern: RegExp): Promise<RegExpExecArray>;
  /** From here on numbers of messages are looked for. */
  hearMarks(hear: Hear): void;
  /** From here on bytes are handed over as they come. */
  hearBytes(listen: Listen): void;
  /** Back to the conversation in text. */
  talk(): void;
  isOpen(): boolean;
  end(): void;
};

function numberAt(bytes: Buffer, start: number): number {
  let number = 0;
  for (let at = start; at < start + digits; at += 1) number = number * 10 + (bytes[at] ?? 48) - 48;
  return number;
}

/** Gives the numbers in what comes, also where a mark is cut in two. */
function createScanner(found: (number: number) => void): Listen {
  let rest: Buffer | null = null;
  return (arrived) => {
    const bytes = rest === null ? arrived : Buffer.concat([rest, arrived]);
    rest = null;
    let at = bytes.indexOf(markStart);
    while (at >= 0 && at + markLength <= bytes.length) {
      found(numberAt(bytes, at + markStart.length));
      at = bytes.indexOf(markStart, at + markLength);
    }
    if (at < 0 && bytes[bytes.length - 1] === markStart[0]) at = bytes.length - 1;
    // Copied: a slice would keep the whole read alive.
    if (at >= 0) rest = Buffer.from(bytes.subarray(at));
  };
}

function createTalk() {
  let text = '';
  let wait: Wait | null = null;
  function look(): void {
    if (wait === null) return;
    const failure = /<stream:error|<failure|HTTP\/1\.1 [45]/.exec(text);
    const found = wait.pattern.exec(text);
    if (found === null && failure === null) return;
    const { resolve, reject } = wait;
    wait = null;
    if (found === null) return reject(new Error(`refused: ${text.slice(-300)}`));
    text = text.slice(found.index + found[0].length);
    resolve(found);
  }
  return {
    take(bytes: Buffer) {
      text += bytes.toString('latin1');
      look();
    },
    expect: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        wait = { pattern, resolve, reject };
        look();
      }),
    fail(error: Error) {
      wait?.reject(error);
      wait = null;
    },
    forget: () => void (text = ''),
  };
}

const openWithinMs = 30_000;

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
    socket.setTimeout(openWithinMs, () => socket.setTimeout(0));
  });
}

/** Opens a connection; who speaks first is the driver's business. */
export async function openConnection(port: number, person: number): Promise<Connection> {
  const socket = await openSocket(port);
  const talk = createTalk();
  let listen: Listen = talk.take;
  let open = true;
  socket.on('data', (bytes: Buffer) => listen(bytes));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    open = false;
    talk.fail(new Error('the other side closed the connection'));
  });
  const connection: Connection = {
    person,
    write: (bytes) => void socket.write(bytes),
    expect: talk.expect,
    hearMarks(hear) {
      listen = createScanner((number) => hear(connection, number));
    },
    hearBytes(next) {
      listen = next;
    },
    talk() {
      talk.forget();
      listen = talk.take;
    },
    isOpen: () => open,
    end: () => socket.destroy(),
  };
  return connection;
}
