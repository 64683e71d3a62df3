import { request, type IncomingHttpHeaders } from 'node:http';

export type Asked = {
  path: string;
  method?: string;
  /** Sent as they are, `Host` among them, which `fetch` does not let one choose. */
  headers?: Record<string, string>;
  body?: string;
};
export type Answered = { status: number; headers: IncomingHttpHeaders; text: string };

/** Sends a request as a browser or a program of any kind would. */
export function ask(origin: string, { path, method = 'GET', headers, body }: Asked) {
  return new Promise<Answered>((resolve, reject) => {
    const options = { method, ...(headers === undefined ? {} : { headers }) };
    const sent = request(`${origin}${path}`, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
    });
    sent.on('error', reject);
    // An answer to an upgrade is an answer as well.
    sent.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: '' });
    });
    sent.end(body);
  });
}
