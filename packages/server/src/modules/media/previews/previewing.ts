import type { Clock, ConversationId, FileId, PersonId } from '@plaza/base';
import type { Entry, LinkPreview } from '@plaza/contract';
import { createOrigins, type Origins, type Resolve } from '../../../kernel/egress/index.ts';
import type { Bus, Unsubscribe } from '../../../kernel/events/index.ts';
import { cleanImage, nobody, type Files } from '../../../kernel/files/index.ts';
import type { Jobs } from '../../../kernel/jobs/index.ts';
import type { Limits } from '../../../kernel/limits/index.ts';
import { createAsk, type Ask } from './ask.ts';
import { findLink } from './links.ts';
import { readPage } from './page.ts';

type Place = { conversationId: ConversationId; seq: number };

export type PreviewingDeps = {
  /** The origins that the operator named; with none, nothing is ever asked. */
  patterns: readonly string[];
  clock: Pick<Clock, 'after'>;
  bus: Pick<Bus, 'subscribe'>;
  jobs: Pick<Jobs, 'define' | 'add'>;
  limits: Pick<Limits, 'takeKey'>;
  files: Pick<Files, 'put' | 'remove'>;
  /** Puts a preview under a message; false when the message is gone or says something else. */
  setPreview(place: Place, preview: LinkPreview): Promise<boolean>;
  log: { warn(fields: object, text: string): void };
  resolve?: Resolve;
};

export type Previewing = {
  /** Looks behind one link now; answers whether there is a preview. */
  look(place: Place, link: string): Promise<boolean>;
  start(): void;
  stop(): void;
};

/** What is told on the bus of a committed entry. */
type Told = { conversationId: ConversationId; entry: Entry; target?: Entry };

const job = 'media.preview';
const rate = { count: 20, perSeconds: 60 };
const pageWanted = { types: /^text\/html\b/i, maxBytes: 512 * 1024, cut: true };
const imageWanted = { types: /^image\//i, maxBytes: 2 * 1024 * 1024, cut: false };

function decode(bytes: Buffer, contentType: string): string {
  const head = bytes.toString('latin1', 0, 2_048);
  const named = /charset=["']?([\w-]{1,40})/i;
  const label = named.exec(contentType)?.[1] ?? named.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** A text that is new, or was changed: the entry in whose place a preview would stand. */
function newText({ entry, target }: Told): Entry | null {
  const changed = entry.body.type === 'changed' && entry.body.how === 'edited';
  const shown = changed ? (target ?? null) : entry;
  return shown?.body.type === 'message' && shown.body.message.type === 'text' ? shown : null;
}

async function rehost(ask: Ask, files: PreviewingDeps['files'], url: URL): Promise<FileId | null> {
  const asked = await ask(url, imageWanted);
  const image = asked === null ? null : cleanImage(asked.bytes);
  if (image === null || !image.ok) return null;
  const { bytes, contentType, width, height } = image.value;
  const label = { purpose: 'chat', ownerId: nobody, contentType, width, height };
  return files.put(bytes, { ...label, kind: 'image' });
}

function createLook(deps: PreviewingDeps, origins: Origins): Previewing['look'] {
  const ask = createAsk({ ...deps, origins });
  const { files } = deps;

  return async (place, link) => {
    const url = URL.parse(link);
    const asked = url === null ? null : await ask(url, pageWanted);
    if (asked === null) return false;
    const page = readPage(decode(asked.bytes, asked.contentType));
    if (page === null) return false;
    const { imageUrl, ...facts } = page;
    const imageAt = imageUrl === null ? null : URL.parse(imageUrl, asked.url.href);
    const imageId = imageAt === null ? null : await rehost(ask, files, imageAt);
    const siteName = facts.siteName || asked.url.hostname;
    const isSet = await deps.setPreview(place, { url: link, ...facts, siteName, imageId });
    if (!isSet && imageId !== null) await files.remove(imageId);
    return isSet;
  };
}

/**
 * Previews of links: the city asks, never a device, and only where the operator said. The job may
 * run twice; a preview that a crash lost is not missed.
 */
export function createPreviewing(deps: PreviewingDeps): Previewing {
  const { bus, jobs, limits, log } = deps;
  const origins = createOrigins(deps.patterns);
  const look = createLook(deps, origins);
  let unsubscribe: Unsubscribe | null = null;

  function mayLook(senderId: PersonId): boolean {
    return limits.takeKey(job, senderId, rate).ok;
  }

  function receive(told: Told): void {
    const entry = newText(told);
    if (entry?.body.type !== 'message' || entry.body.message.type !== 'text') return;
    const link = findLink(entry.body.message.text, origins);
    if (link === null || entry.preview?.url === link || !mayLook(entry.senderId)) return;
    const { conversationId } = told;
    const { seq } = entry;
    // Every process hears of it; the key makes one job of what they all add.
    const key = `${job} ${conversationId} ${seq}`;
    jobs.add(null, job, { conversationId, seq, link }, { key }).catch((error: unknown) => {
      log.warn({ err: error }, 'a link is not looked at');
    });
  }

  jobs.define<Place & { link: string }>(job, async ({ link, ...place }) => {
    await look(place, link);
  });
  return {
    look,
    start() {
      if (origins.isEmpty) return;
      unsubscribe ??= bus.subscribe('conversation.*', (message) => receive(message as Told));
    },
    stop() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}
