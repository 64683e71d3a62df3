import { openConnection, type Connection } from './connection.ts';
import { peerOf } from './drivers/index.ts';
import { fillPages, type Stage } from './load.ts';
import { createTally, type Signal } from './tally.ts';
import type { Seen, Timing } from './types.ts';

const mark = Buffer.from('M~');

function countMarks(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) count += 1;
  return count;
}

/** Reads the newest page of a conversation again and again; each reader waits for its page. */
export async function readPages(
  stage: Stage,
  work: Timing & { readers: number; entries: number; ports: readonly number[] },
  signal: Signal,
): Promise<Seen> {
  const { history } = stage.driver;
  if (history === undefined) throw new Error('this target keeps no history');
  await fillPages(stage, work);
  const tally = createTally();
  let [bytesRead, pages, under] = [0, 0, 0];
  const opened: Connection[] = [];
  let failure: string | null = null;

  function read(connection: Connection): void {
    let parts: Buffer[] = [];
    let askedMs = 0;
    const ask = () => {
      parts = [];
      askedMs = performance.now();
      under += 1;
      history?.ask(connection, peerOf(connection.person), work.entries);
    };
    connection.hearBytes((bytes) => {
      parts.push(bytes);
      const end = parts.length === 1 ? bytes : Buffer.concat(parts.slice(-2));
      if (end.indexOf(history?.end ?? '') < 0) return;
      const page = Buffer.concat(parts);
      // Counting each would cost more than reading: the first of everybody is looked at.
      if (pages < work.readers && countMarks(page) !== work.entries) {
        failure = `a page has ${countMarks(page)} messages: ${page.toString('latin1', 0, 300)}`;
      }
      pages += 1;
      under -= 1;
      bytesRead += page.length;
      tally.add(1, performance.now() - askedMs);
      if (!tally.isOver() && failure === null) ask();
    });
    ask();
  }

  for (const live of stage.connections.slice(0, work.readers)) {
    const port = work.ports[live.person % work.ports.length] as number;
    const connection = history.isApart ? await openConnection(port, live.person) : live;
    if (history.isApart) opened.push(connection);
    read(connection);
  }
  const figures = await tally.run(work, signal);
  for (let waited = 0; under > 0 && waited < 100; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const connection of opened) connection.end();
  if (failure !== null) throw new Error(failure);
  const kibPerPage = bytesRead / Math.max(1, pages) / 1024;
  return { ...figures, lost: under, sent: pages, closed: 0, kibPerPage };
}
