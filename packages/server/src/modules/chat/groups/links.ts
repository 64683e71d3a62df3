import { cleanLine, type ConversationId, type PersonId } from '@plaza/base';
import { mayInGroup, type PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import { createSecret, hashSecret } from '../../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome, type Yes } from '../../../kernel/rpc/index.ts';
import { lockGroup, selectGroup } from '../store/groups.ts';
import { deleteLinks, selectLink, upsertLink } from '../store/joining.ts';
import { selectStandings, type Standing } from '../store/members.ts';
import {
  createGroupChange,
  wrote,
  type ChangeReason,
  type Did,
  type GroupReason,
  type InGroup,
} from './change.ts';
import type { Done, GroupsDeps } from './deps.ts';
import { createEntrance, type Entered } from './entrance.ts';
import type { Joined } from './invites.ts';
import { linkLimit, mustWait, waysLastMs } from './policy.ts';

const reasonLength = 200;
/** 16 bytes of the group, so that it is found on its shard, and 32 that nobody can guess. */
const tokenPattern = /^[A-Za-z0-9_-]{64}$/;

function groupOf(token: string): ConversationId | null {
  if (!tokenPattern.test(token)) return null;
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as ConversationId;
}

export type JoinLink = { token: string; url: string; expiresAt: string };
export type Glance = {
  name: string | null;
  memberCount: number;
  inviter: PersonCard;
  joinApproval: boolean;
  conversationId: ConversationId | null;
};

type Reason = 'link_unknown' | 'group_full' | 'link_full' | 'newcomer_limit';

/** Who made the link, if it still counts: until its end, and while its maker is in. */
async function makerOf(
  db: Pick<Database, 'query'>,
  place: { conversationId: ConversationId; token: string; viewerId: PersonId; at: Date },
): Promise<{ maker: Standing; viewer: Standing | null } | null> {
  const { conversationId, token, viewerId, at } = place;
  const link = await selectLink(db, conversationId, hashSecret(token));
  if (link === null || link.expiresAt <= at) return null;
  const people = await selectStandings(db, conversationId, [link.makerId, viewerId]);
  const maker = people.get(link.makerId);
  return maker?.isIn === true ? { maker, viewer: people.get(viewerId) ?? null } : null;
}

/** Members make links, look after them, and end them. */
function createLinkMaking(deps: GroupsDeps) {
  const { clock, random, publicUrl } = deps;
  const change = createGroupChange(deps);
  return {
    makeLink: (where: InGroup): Promise<Outcome<JoinLink, ChangeReason>> =>
      change.run({ ...where, action: 'makeLink' }, async (tx): Promise<Yes<Did<JoinLink>>> => {
        const { conversationId, viewerId: makerId } = where;
        const group = Buffer.from(conversationId.replaceAll('-', ''), 'hex');
        const secret = Buffer.from(createSecret(random), 'base64url');
        const token = Buffer.concat([group, secret]).toString('base64url');
        const expiresAt = new Date(clock.nowMs() + waysLastMs);
        const tokenHash = hashSecret(token);
        await upsertLink(tx, { conversationId, makerId, tokenHash, expiresAt });
        const url = `${publicUrl}/join#${token}`;
        return yes({ written: null, value: { token, url, expiresAt: expiresAt.toISOString() } });
      }),
    revokeLinks: (where: InGroup): Done<GroupReason> =>
      change.always(where, async (tx, group, role) => {
        const isLeader = mayInGroup(role, 'decideJoins');
        await deleteLinks(tx, group.conversationId, isLeader ? null : where.viewerId);
        return wrote(null);
      }),
  };
}

export function createLinks(deps: GroupsDeps) {
  const { db, clock, heads, presenter, tell, newcomers } = deps;
  const enter = createEntrance(deps);

  async function look(viewerId: PersonId, token: string): Promise<Outcome<Glance, 'link_unknown'>> {
    const conversationId = groupOf(token);
    if (conversationId === null) return no('link_unknown');
    const group = await selectGroup(db, conversationId);
    const place = { conversationId, token, viewerId, at: clock.now() };
    const found = group === null || group.isDissolved ? null : await makerOf(db, place);
    if (group === null || found === null) return no('link_unknown');
    const { maker, viewer } = found;
    const cardOf = await presenter.cards([maker.personId]);
    const wasRemoved = viewer?.wasRemoved === true;
    return yes({
      name: group.name,
      memberCount: group.memberCount,
      inviter: cardOf(maker.personId),
      joinApproval: mustWait(group, { role: maker.role, wasRemoved }),
      conversationId: viewer?.isIn === true ? conversationId : null,
    });
  }

  async function within(
    tx: Tx,
    place: { conversationId: ConversationId; token: string; viewerId: PersonId; reason: string },
  ): Promise<Outcome<Entered, Reason>> {
    const { conversationId, viewerId, reason } = place;
    const at = clock.now();
    const group = await lockGroup(tx, conversationId, true);
    const found = group?.isDissolved === false ? await makerOf(tx, { ...place, at }) : null;
    if (group === null || found === null) return no('link_unknown');
    const isIn = found.viewer?.isIn === true;
    if (!isIn && group.memberCount >= linkLimit) {
      return no(group.memberCount >= deps.groupMembers ? 'group_full' : 'link_full');
    }
    const comer = { personId: viewerId, via: 'link', by: found.maker, reason, at } as const;
    return enter(tx, group, comer);
  }

  async function join(
    viewerId: PersonId,
    input: { token: string; reason: string },
  ): Promise<Outcome<Joined, Reason>> {
    // Asked first without a lock, so that who guesses holds up nobody.
    const glance = await look(viewerId, input.token);
    const conversationId = groupOf(input.token);
    if (!glance.ok || conversationId === null) return no('link_unknown');
    const isIn = glance.value.conversationId !== null;
    const isAllowed = isIn || (await newcomers?.take(viewerId, 'join')) !== false;
    if (!isAllowed) return no('newcomer_limit');
    const reason = cleanLine(input.reason, reasonLength);
    const place = { conversationId, token: input.token, viewerId, reason };
    const outcome = await decide<Entered, Reason>(db, (tx) => within(tx, place));
    if (!outcome.ok) return outcome;
    const { state, written } = outcome.value;
    if (written) await tell.stored(conversationId, written.version, written.entries);
    if (state === 'waiting') return yes({ state, head: null });
    const head = await heads.get(viewerId, conversationId);
    return yes({ state, head: head.ok ? head.value.head : null });
  }

  return { ...createLinkMaking(deps), lookAtLink: look, joinByLink: join };
}
