import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePng } from '../../../packages/server/src/kernel/files/testing-images.ts';

/** A web site of somebody else, to which people send links. */
export type Site = {
  origin: string;
  /** The paths that were asked for, and by which program. */
  asked: { path: string; agent: string }[];
  /** What it was told by POST: it is the back end of a shop too. */
  told: { headers: IncomingHttpHeaders; body: string }[];
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
  const told: Site['told'] = [];
  const server = createServer((request, response) => {
    const { url = '', headers, method } = request;
    asked.push({ path: url, agent: headers['user-agent'] ?? '' });
    if (method === 'POST') {
      const isProbe = String(headers['wechatpay-signature']).startsWith('WECHATPAY/SIGNTEST/');
      void request.toArray().then((chunks: Buffer[]) => {
        if (!isProbe) told.push({ headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(isProbe ? 401 : 204).end();
      });
    } else if (url === '/crane.png') {
      response.setHeader('content-type', 'image/png').end(makePng({ width: 200, height: 120 }));
    } else if (url.startsWith('/crane')) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    } else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, asked, told, close: () => void server.close() };
}
