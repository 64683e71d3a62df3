import type { ConversationId, PersonId } from '@plaza/base';
import type { Tx } from '../../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { lockGroup } from '../store/groups.ts';
import { selectStandings } from '../store/members.ts';
import {
  deleteMeetings,
  lockDigits,
  selectMeeting,
  upsertMeeting,
  type Meeting,
} from '../store/meetings.ts';
import { membershipTopic } from '../types.ts';
import type { GroupsDeps, WithHead } from './deps.ts';
import { placesOf, type Place } from './place.ts';
import { admit, startGroup, type Written } from './steps.ts';

const lastsMs = 600_000;
const attempts = 3;

type Outside = { digits: string; place: Place; address: string };
type Met = { written: Written | null };
type Reason = 'group_full' | 'newcomer_limit';

/** The meeting at this place; whoever comes first opens it. One after the other, by digits. */
function createFinding({ db, clock, newId }: GroupsDeps) {
  return (viewerId: PersonId, { digits, place, address }: Outside): Promise<Meeting> => {
    const places = placesOf(digits, place, address);
    return db.tx(async (tx) => {
      await lockDigits(tx, digits);
      const at = clock.now();
      const found = await selectMeeting(tx, digits, { places, at });
      if (found !== null) return found;
      const meeting = { conversationId: newId<ConversationId>(), founderId: viewerId };
      const expiresAt = new Date(at.getTime() + lastsMs);
      await upsertMeeting(tx, digits, { place: places[0] as Buffer, meeting, expiresAt });
      return meeting;
    });
  };
}

export function createMeetings(deps: GroupsDeps) {
  const { db, clock, heads, outbox, tell, newcomers, groupMembers } = deps;
  const find = createFinding(deps);

  /** The first to get here makes the group, for the founder; everybody else joins it. */
  async function enter(
    tx: Tx,
    viewerId: PersonId,
    { conversationId, founderId }: Meeting,
  ): Promise<Outcome<Met, 'group_full' | 'closed'>> {
    const at = clock.now();
    const founded = { conversationId, ownerId: founderId, name: null, others: [], at };
    const started = await startGroup(tx, founded);
    if (started) {
      await outbox.add(tx, membershipTopic, { conversationId, personIds: [founderId] });
      if (founderId === viewerId) return yes({ written: started });
    }
    const group = await lockGroup(tx, conversationId, true);
    const known = (await selectStandings(tx, conversationId, [viewerId])).get(viewerId);
    const isOpen = group?.isDissolved === false && group.memberCount > 0;
    if (isOpen && known?.isIn === true) return yes({ written: started });
    // Whoever leads it decides by now who comes in: then people meet anew.
    if (!isOpen || group.joinApproval || known?.wasRemoved === true) return no('closed');
    if (group.memberCount >= groupMembers) return no('group_full');
    const who = { byId: viewerId, people: [viewerId], via: 'faceToFace', at } as const;
    const joined = await admit(tx, group, who);
    await outbox.add(tx, membershipTopic, { conversationId, personIds: [viewerId] });
    return yes({
      written: { ...joined, entries: [...(started?.entries ?? []), ...joined.entries] },
    });
  }

  return {
    async meet(viewerId: PersonId, outside: Outside): WithHead<Reason> {
      if ((await newcomers?.take(viewerId, 'join')) === false) return no('newcomer_limit');
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const meeting = await find(viewerId, outside);
        const { conversationId } = meeting;
        const outcome = await decide<Met, 'group_full' | 'closed'>(db, (tx) =>
          enter(tx, viewerId, meeting),
        );
        if (outcome.ok) {
          const { written } = outcome.value;
          if (written) await tell.stored(conversationId, written.version, written.entries);
          const head = await heads.get(viewerId, conversationId);
          return head.ok ? head : no('group_full');
        }
        if (outcome.reason === 'group_full') return no('group_full');
        await db.tx(async (tx) => {
          await lockDigits(tx, outside.digits);
          await deleteMeetings(tx, outside.digits, conversationId);
        });
      }
      return no('group_full');
    },
  };
}
