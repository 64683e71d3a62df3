import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between one device and its server. */
export type Wire = {
  /** The server, as the device calls it. */
  origin: string;
  /** Ends every connection and takes no new one. */
  cut(): void;
  mend(): void;
  close(): void;
};

/**
 * Lays a line that can really be cut. A browser's own emulation of a missing network is not
 * enough: while a page is loaded again it lets the old page speak for a moment, and what waited
 * for a network uses it.
 */
export async function startWire(origin: string): Promise<Wire> {
  const { hostname, port } = new URL(origin);
  const open = new Set<Socket>();
  let isCut = false;

  function hold(socket: Socket, other: Socket): void {
    open.add(socket);
    // An end that breaks off says so twice; the second word is enough.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      other.destroy();
    });
  }

  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    const far = connect(Number(port), hostname);
    hold(near, far);
    hold(far, near);
    near.pipe(far).pipe(near);
  });
  server.listen(0, hostname);
  await once(server, 'listening');

  function cut(): void {
    isCut = true;
    for (const socket of open) socket.resetAndDestroy();
  }
  return {
    origin: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => void (isCut = false),
    close() {
      cut();
      server.close();
    },
  };
}
