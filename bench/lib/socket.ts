import WebSocket from 'ws';

/** Opens a raw socket that has said hello; the generator parses no more than it must. */
export async function openSocket(origin: string, token: string): Promise<WebSocket> {
  const url = `${origin.replace(/^http/, 'ws')}/socket`;
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const answered = new Promise((resolve) => {
    socket.once('message', resolve);
  });
  socket.send('{"t":"hello","personalSeq":0}');
  await answered;
  return socket;
}
