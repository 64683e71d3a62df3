import { backoffMs, type ConversationId, type Random } from '@plaza/base';
import type { MethodOutput } from '@plaza/contract';
import { pause } from '../lib/figures.ts';
import { openAsking, openLive, type Asking, type Live } from './wire.ts';

// A device that comes back as the product's client does (packages/client: socket, sync): it says
// hello, pulls what is about its person where the hello says that there is more, lists the heads
// that moved, and fetches what they show to be missing. What it waits and when it gives up is the
// client's as well.

const retry = { baseMs: 500, capMs: 30_000 };
const helloWithinMs = 15_000;
const pageLength = 100;

type HeadsPage = MethodOutput<'chat.listHeads'>;
type EntriesPage = MethodOutput<'chat.listEntries'>;

export type Device = {
  /** Opens the first time: everything is new. */
  start(): Promise<void>;
  /** Comes back after a broken line; resolves when nothing is missing, with the tries it took. */
  comeBack(): Promise<number>;
  cut(): void;
  /** The newest text of a conversation that the device has. */
  newest(conversationId: ConversationId): string;
};

export type DeviceOptions = { port: number; token: string; random: Random };

/** What the device keeps while it is away. */
type Kept = {
  personalSeq: number;
  watermark: string | null;
  held: Map<ConversationId, { seq: number; text: string }>;
};

function textOf({ body }: EntriesPage['entries'][number]): string {
  const isText = body.type === 'message' && body.message.type === 'text';
  return isText && 'text' in body.message ? body.message.text : '';
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no hello came')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function pullPersonal(kept: Kept, { call }: Calls, headSeq: number): Promise<void> {
  while (kept.personalSeq !== headSeq) {
    const input = { after: kept.personalSeq };
    const page = (await call('sync.pull', input)) as MethodOutput<'sync.pull'>;
    kept.personalSeq = page.events.at(-1)?.seq ?? page.headSeq;
    if (kept.personalSeq >= page.headSeq) return;
  }
}

type Calls = { call(method: string, input: object): Promise<unknown> };

async function pullHeads(kept: Kept, { call }: Calls): Promise<HeadsPage['heads']> {
  const heads: HeadsPage['heads'] = [];
  const since = kept.watermark === null ? {} : { since: kept.watermark };
  let watermark: string | null = null;
  let cursor: string | null = null;
  do {
    const more: object = cursor === null ? {} : { cursor };
    const page = (await call('chat.listHeads', { ...since, ...more })) as HeadsPage;
    heads.push(...page.heads);
    watermark ??= page.watermark;
    cursor = page.next;
  } while (cursor !== null);
  kept.watermark = watermark;
  return heads;
}

async function fill(kept: Kept, { call }: Calls, heads: HeadsPage['heads']): Promise<void> {
  for (const { conversation } of heads) {
    const { conversationId, lastSeq, lastEntry } = conversation;
    const held = kept.held.get(conversationId) ?? { seq: 0, text: '' };
    kept.held.set(conversationId, held);
    // The head shows the one entry that is missing.
    if (lastEntry?.seq === lastSeq && lastSeq === held.seq + 1) {
      [held.seq, held.text] = [lastSeq, textOf(lastEntry)];
    }
    while (held.seq < lastSeq) {
      const input = { conversationId, limit: pageLength, after: held.seq };
      const { entries } = (await call('chat.listEntries', input)) as EntriesPage;
      const last = entries.at(-1);
      if (last === undefined) throw new Error('nothing came where something should be');
      [held.seq, held.text] = [last.seq, textOf(last)];
    }
  }
}

export function createDevice({ port, token, random }: DeviceOptions): Device {
  const kept: Kept = { personalSeq: 0, watermark: null, held: new Map() };
  let live: Live | null = null;
  let asking: Asking | null = null;

  /** The connection for calls broke with the other one, and is opened when it is needed. */
  async function call(method: string, input: object): Promise<unknown> {
    asking ??= await openAsking(port);
    return asking.call(method, input, token);
  }

  function cut(): void {
    live?.end();
    asking?.end();
    [live, asking] = [null, null];
  }

  async function connect(): Promise<Live> {
    const hello = { token, personalSeq: kept.personalSeq };
    live = await within(
      helloWithinMs,
      openLive(port, hello, () => undefined),
    );
    return live;
  }

  async function catchUp(): Promise<void> {
    const { personalSeq } = await connect();
    await pullPersonal(kept, { call }, personalSeq);
    await fill(kept, { call }, await pullHeads(kept, { call }));
  }

  return {
    cut,
    async start() {
      // As after a snapshot: all that is about the person up to here.
      kept.personalSeq = (await connect()).personalSeq;
      await fill(kept, { call }, await pullHeads(kept, { call }));
    },
    async comeBack() {
      for (let attempt = 0; ; attempt += 1) {
        await pause(backoffMs(attempt, { ...retry, random }));
        try {
          await catchUp();
          return attempt;
        } catch {
          cut();
        }
      }
    },
    newest: (conversationId) => kept.held.get(conversationId)?.text ?? '',
  };
}
