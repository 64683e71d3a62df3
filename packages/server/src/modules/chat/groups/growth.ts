import { cleanLine, type ClientId, type ConversationId, type PersonId } from '@plaza/base';
import { directAddLimit, type Head, type Role } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { groupConversationId } from '../ids.ts';
import type { GroupRow } from '../store/groups.ts';
import { upsertRequests } from '../store/joining.ts';
import { membershipTopic } from '../types.ts';
import { createGroupChange, standing, type ChangeReason, type InGroup } from './change.ts';
import { tellWaiting, type GroupsDeps, type WithHead } from './deps.ts';
import { createInviting } from './invites.ts';
import { mustWait } from './policy.ts';
import { admit, outsiders, startGroup, type Written } from './steps.ts';

/** Code points of a group's name, as in the contract. */
export const nameLength = 60;

export type Added = { added: PersonId[]; invited: PersonId[]; waiting: PersonId[] };
type AddReason = ChangeReason | 'not_contact' | 'group_full';
type Growth = { written: Written | null; value: Added };

const nobody: Added = { added: [], invited: [], waiting: [] };

function withoutSelf(viewerId: PersonId, memberIds: readonly PersonId[]): PersonId[] {
  return [...new Set(memberIds)].filter((personId) => personId !== viewerId);
}

/** A small group takes people in; with approval switched on some wait for a leader. */
function createTakingIn({ clock, outbox }: GroupsDeps) {
  return async (
    tx: Tx,
    group: GroupRow,
    who: { byId: PersonId; role: Role; coming: Awaited<ReturnType<typeof outsiders>> },
  ): Promise<Growth> => {
    const { conversationId } = group;
    const { byId, role, coming } = who;
    const at = clock.now();
    const waits = ({ wasRemoved }: { wasRemoved: boolean }) =>
      mustWait(group, { role, wasRemoved });
    const waiting = coming.filter(waits).map(({ personId }) => personId);
    const added = coming.filter((one) => !waits(one)).map(({ personId }) => personId);
    const request = { inviterId: byId, via: 'add' as const, reason: '', at };
    const requests = waiting.map((personId) => ({ personId, ...request }));
    await upsertRequests(tx, conversationId, requests);
    const written = added.length === 0 ? null : await admit(tx, group, { byId, people: added, at });
    if (written) await outbox.add(tx, membershipTopic, { conversationId, personIds: added });
    if (waiting.length > 0 || written?.waited === true) {
      await tellWaiting(outbox, tx, { conversationId, formerIds: [] });
    }
    return { written, value: { ...nobody, added, waiting } };
  };
}

export function createGrowth(deps: GroupsDeps) {
  const { db, clock, contacts, heads, tell, outbox, newcomers } = deps;
  const change = createGroupChange(deps);
  const invite = createInviting(deps);
  const takeIn = createTakingIn(deps);

  async function add(
    where: InGroup,
    memberIds: readonly PersonId[],
  ): Promise<Outcome<Added & { head: Head }, AddReason>> {
    const { viewerId, conversationId } = where;
    const early = await standing(db, where);
    if (!early.ok) return early;
    const others = withoutSelf(viewerId, memberIds);
    const isAllowed = others.length === 0 || (await contacts.areContacts(viewerId, others));
    if (!isAllowed) return no('not_contact');
    const outcome = await change.run(
      { ...where, action: 'addMembers' },
      async (tx, group, role): Promise<Outcome<Growth, 'group_full'>> => {
        const coming = await outsiders(tx, conversationId, others);
        if (coming.length === 0) return yes({ written: null, value: nobody });
        const memberCount = group.memberCount + coming.length;
        if (memberCount > deps.groupMembers) return no('group_full');
        if (memberCount <= directAddLimit) {
          return yes(await takeIn(tx, group, { byId: viewerId, role, coming }));
        }
        const invited = coming.map(({ personId }) => personId);
        await invite(tx, conversationId, { byId: viewerId, people: invited, isApproved: false });
        return yes({ written: null, value: { ...nobody, invited } });
      },
    );
    if (!outcome.ok) return outcome;
    const head = await heads.get(viewerId, conversationId);
    return head.ok ? yes({ ...head.value, ...outcome.value }) : head;
  }

  async function create(
    viewerId: PersonId,
    input: { clientId: ClientId; name: string | null; memberIds: readonly PersonId[] },
  ): WithHead<'not_contact' | 'newcomer_limit'> {
    const name = cleanLine(input.name ?? '', nameLength) || null;
    const conversationId: ConversationId = groupConversationId(viewerId, input.clientId);
    const existing = await heads.get(viewerId, conversationId);
    if (existing.ok) return existing;
    const others = withoutSelf(viewerId, input.memberIds);
    const isAllowed = others.length > 0 && (await contacts.areContacts(viewerId, others));
    if (!isAllowed) return no('not_contact');
    if ((await newcomers?.take(viewerId, 'group')) === false) return no('newcomer_limit');
    const group = { conversationId, ownerId: viewerId, name, others, at: clock.now() };
    const written = await db.tx(async (tx) => {
      const started = await startGroup(tx, group);
      const personIds = [viewerId, ...others];
      if (started) await outbox.add(tx, membershipTopic, { conversationId, personIds });
      return started;
    });
    if (written) await tell.stored(conversationId, written.version, written.entries);
    const head = await heads.get(viewerId, conversationId);
    return head.ok ? head : no('not_contact');
  }

  return { add, create };
}
