import { markedText, type Connection } from './connection.ts';
import type { Driver } from './drivers/index.ts';
import { createTally, settle, type Signal, type Tally } from './tally.ts';
import type { GroupSize, Seen, Timing } from './types.ts';

/** Everybody who is signed in at a target. */
export type Stage = {
  driver: Driver;
  connections: readonly Connection[];
  /** The last number that a message had; numbers are never used again. */
  lastNumber: number;
};

const maxMessages = 4_000_000;
const senders = 10;
const tickMs = 2;
/** Of deliveries into groups the time is kept of one in so many. */
const sampled = 16;
const fillWithinMs = 60_000;

/** What is under way: when each number was sent, and how often it is still to be heard. */
function createUnderWay(stage: Stage) {
  const first = stage.lastNumber + 1;
  const sentMs = new Float64Array(maxMessages);
  const left = new Uint16Array(maxMessages);
  let open = 0;
  return {
    first,
    begin(listeners: number): number {
      stage.lastNumber += 1;
      const at = stage.lastNumber - first;
      if (at >= maxMessages) throw new Error('more messages than the generator can number');
      sentMs[at] = performance.now();
      left[at] = listeners;
      open += 1;
      return stage.lastNumber;
    },
    /** Null for what is nobody's, came twice, or is of an earlier measure. */
    hear(number: number): { latencyMs: number; isDone: boolean } | null {
      const at = number - first;
      const rest = at < 0 ? 0 : (left[at] ?? 0);
      if (rest === 0) return null;
      left[at] = rest - 1;
      if (rest === 1) open -= 1;
      return { latencyMs: performance.now() - (sentMs[at] ?? 0), isDone: rest === 1 };
    },
    open: () => open,
    sent: () => stage.lastNumber - first + 1,
  };
}

type Direct = { from: Connection; to: Connection };

/** Messages take the pairs in turn, and in each pair now one and now the other writes. */
function directOf(stage: Stage, number: number, people: number): Direct {
  const pairs = people / 2;
  const one = (number % pairs) * 2;
  const turn = Math.floor(number / pairs) % 2;
  const at = (person: number) => stage.connections[person] as Connection;
  return { from: at(one + turn), to: at(one + 1 - turn) };
}

type Directs = { people: number; tally: Tally; onDone: () => void };

/** Returns a function that sends the next message of two people. */
function openDirects(stage: Stage, { people, tally, onDone }: Directs) {
  const underWay = createUnderWay(stage);
  for (const connection of stage.connections) {
    connection.hearMarks((by, number) => {
      // A product that tells the sender's other devices tells the sender too: not counted.
      if (directOf(stage, number, people).to !== by) return;
      const heard = underWay.hear(number);
      if (heard === null) return;
      tally.add(1, heard.latencyMs);
      onDone();
    });
  }
  return {
    ...underWay,
    send() {
      const number = underWay.begin(1);
      const { from, to } = directOf(stage, number, people);
      stage.driver.sendDirect(from, to.person, markedText(number));
    },
  };
}

const closedOf = ({ connections }: Stage) => connections.filter((c) => !c.isOpen()).length;

/** So many messages are under way at any time: what one hears lets another one go. */
export async function saturate(
  stage: Stage,
  work: Timing & { people: number; underWay: number },
  signal: Signal,
): Promise<Seen> {
  const tally = createTally();
  const directs = openDirects(stage, {
    people: work.people,
    tally,
    onDone: () => void (tally.isOver() || directs.send()),
  });
  for (let n = 0; n < work.underWay; n += 1) directs.send();
  const figures = await tally.run(work, signal);
  const lost = await settle(directs.open);
  return { ...figures, lost, sent: directs.sent(), closed: closedOf(stage) };
}

/** So many messages a second, whatever the answers do. */
export async function keepRate(
  stage: Stage,
  work: Timing & { people: number; perSecond: number },
  signal: Signal,
): Promise<Seen> {
  const tally = createTally();
  const directs = openDirects(stage, { ...work, tally, onDone: () => undefined });
  const startMs = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startMs) / 1000) * work.perSecond;
    while (directs.sent() < due) directs.send();
  }, tickMs);
  const figures = await tally.run(work, signal);
  clearInterval(timer);
  const lost = await settle(directs.open);
  return { ...figures, lost, sent: directs.sent(), closed: closedOf(stage) };
}

/** Messages into a group, each of which every member hears, who wrote it as well. */
export async function fanOut(
  stage: Stage,
  work: Timing & { members: GroupSize; underWay: number },
  signal: Signal,
): Promise<Seen> {
  const { driver, connections } = stage;
  const tally = createTally();
  const underWay = createUnderWay(stage);
  function send(): void {
    const number = underWay.begin(work.members);
    const from = connections[number % Math.min(senders, work.members)] as Connection;
    driver.sendGroup(from, work.members, markedText(number));
  }
  let heardInAll = 0;
  for (const connection of connections) {
    connection.hearMarks((_by, number) => {
      const heard = underWay.hear(number);
      if (heard === null) return;
      heardInAll += 1;
      tally.add(1, heardInAll % sampled === 0 ? heard.latencyMs : null);
      if (heard.isDone && !tally.isOver()) send();
    });
  }
  for (let n = 0; n < work.underWay; n += 1) send();
  const figures = await tally.run(work, signal);
  const lost = await settle(underWay.open);
  return { ...figures, lost, sent: underWay.sent(), closed: closedOf(stage) };
}

/** Fills the conversations of the first people, so that everybody has a page to read. */
export async function fillPages(
  stage: Stage,
  { readers, entries }: { readers: number; entries: number },
): Promise<void> {
  const wanted = readers * entries;
  const directs = openDirects(stage, {
    people: readers,
    tally: createTally(),
    onDone: () => void (directs.sent() < wanted && directs.send()),
  });
  for (let n = 0; n < Math.min(readers, wanted); n += 1) directs.send();
  const lost = await settle(() => wanted - directs.sent() + directs.open(), fillWithinMs);
  if (lost > 0) throw new Error(`${lost} messages of the history were never heard`);
}
