import type { ConversationId } from '@plaza/base';
import type { Ask, Core } from '../core.ts';
import { archivedOf, listOf, visibleSpan } from '../state/select.ts';
import type { ConversationState } from '../state/types.ts';
import type { Log } from './log.ts';

/** Resolves when the device has nothing better to do; waits while the page is not looked at. */
export type Idle = () => Promise<void>;

export type BackfillDeps = {
  core: Core;
  log: Log;
  ask: Ask;
  idle: Idle;
  /** False when the connection has ended: the next one goes on where this one was. */
  isCurrent: () => boolean;
};

/** Ten pages a second at most, half of what the server lets one person read. */
const pauseMs = 100;

function isWhole({ held, inbox }: ConversationState): boolean {
  const { after } = visibleSpan(inbox);
  return held !== null && held.from <= after + 1;
}

/** Fetches one conversation down to its first entry; what is held already is not asked for. */
async function fillOne(deps: BackfillDeps, id: ConversationId): Promise<void> {
  const { core, log, ask, idle, isCurrent } = deps;
  for (;;) {
    await idle();
    if (!isCurrent()) return;
    const known = core.getState().conversations.get(id);
    if (known === undefined || isWhole(known)) return;
    const { held } = known;
    if (held === null) await log.deepen(ask, id, 1);
    else await log.keepBefore(ask, id, held.from);
    // Nothing came where something should be: another page would bring no more.
    const now = core.getState().conversations.get(id)?.held ?? null;
    if (now === null || now.from === held?.from) return;
    await core.clock.sleep(pauseMs);
  }
}

/**
 * Brings the whole history to the device, newest conversations first, page by page and only when
 * nothing else is to be done. What came is held, so a reload goes on from there.
 */
export async function fillBack(deps: BackfillDeps): Promise<void> {
  const state = deps.core.getState();
  for (const id of [...listOf(state), ...archivedOf(state)]) {
    if (!deps.isCurrent()) return;
    await fillOne(deps, id);
  }
}
