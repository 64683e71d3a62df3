/** How to reach a target, and who is in it; sent to the generator's process. */
export type Door = {
  driver: 'plaza' | 'xmpp' | 'mqtt' | 'nats';
  /** Person n uses port n modulo their number, so of a pair each is at another node. */
  ports: readonly number[];
  /** What a person shows at the door; nothing where their number says it all. */
  tokens?: readonly string[];
  /** The conversation of persons 2n and 2n + 1. */
  directs?: readonly string[];
  /** The group of so many members. */
  groups?: Readonly<Record<number, string>>;
};

export type GroupSize = 100 | 500;

/** What the generator is asked to do, one after the other. */
export type Order =
  | { do: 'open'; door: Door; people: number }
  | { do: 'register'; door: Door; people: number }
  | { do: 'join'; members: GroupSize }
  | ({ do: 'measure' } & Work);

export type Timing = { warmMs: number; ms: number };

/** A shape of load, the same for every target. */
export type Work = Timing &
  (
    | { kind: 'saturate'; people: number; underWay: number }
    | { kind: 'rate'; people: number; perSecond: number }
    | { kind: 'group'; members: GroupSize; underWay: number }
    | { kind: 'page'; readers: number; entries: number }
  );

/** What the generator saw in the measured time. */
export type Seen = {
  /** Messages, deliveries into groups, or pages. */
  count: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Of all messages that were sent, also outside of the measured time. */
  lost: number;
  sent: number;
  generatorCpuMs: number;
  /** Connections that the other side has closed. */
  closed: number;
  kibPerPage?: number;
};

export type Answer =
  | { is: 'done'; perSecond?: number }
  | { is: 'began' }
  | { is: 'ended' }
  | { is: 'seen'; seen: Seen }
  | { is: 'failed'; reason: string };
