import WebSocket from 'ws';
import { pause } from './figures.ts';

const withinMs = 10_000;
const announced = /Debugger listening on (ws:\/\/\S+)/;

/**
 * Has a Node process collect its garbage, so that its memory says what is held. Its inspector is
 * woken for that by a signal; `output` gives what it has printed so far.
 */
export async function collectGarbage(pid: number, output: () => string): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const startMs = performance.now();
  while (!announced.test(output())) {
    if (performance.now() - startMs > withinMs) throw new Error('the inspector does not wake');
    await pause(20);
  }
  const socket = new WebSocket(announced.exec(output())?.[1] ?? '');
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const collected = new Promise((resolve) => {
    socket.once('message', resolve);
  });
  socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await collected;
  socket.terminate();
  // Pages are given back by a thread of their own.
  await pause(500);
}
