import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePng } from '../../../packages/server/src/kernel/files/testing-images.ts';

/** A web site of somebody else, to which people send links. */
export type Site = {
  origin: string;
  /** The paths that were asked for, and by which program. */
  asked: { path: string; agent: string }[];
  close(): void;
};

const page = `<!doctype html><title>not this one</title>
<meta property="og:site_name" content="Harbour news">
<meta property="og:title" content="The old crane is painted red">
<meta property="og:description" content="Forty metres high, and seen from every bridge.">
<meta property="og:image" content="/crane.png">`;

/** Opens the site on a free port of this machine. */
export async function startSite(): Promise<Site> {
  const asked: Site['asked'] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ path: url, agent: headers['user-agent'] ?? '' });
    if (url === '/crane.png') {
      response.setHeader('content-type', 'image/png').end(makePng({ width: 200, height: 120 }));
    } else if (url.startsWith('/crane')) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, asked, close: () => void server.close() };
}
