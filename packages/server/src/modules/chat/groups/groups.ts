import { createAnnouncements } from './announcements.ts';
import { invitedTopic, waitingTopic, type GroupsDeps } from './deps.ts';
import { createGrowth } from './growth.ts';
import { createInviteCards, createInvites } from './invites.ts';
import { createLinks } from './links.ts';
import { createMeetings } from './meetings.ts';
import { createEndings, createRoles } from './membership.ts';
import { createRequests, createWaitingTold } from './requests.ts';
import { createRoster } from './roster.ts';
import { createSettings } from './settings.ts';
import { deleteOver } from '../store/group-holding.ts';

export type { GroupsDeps, Newcomers } from './deps.ts';
export type Groups = ReturnType<typeof createGroups>;

/** Everything that happens in a group but what is said in it. */
export function createGroups(deps: GroupsDeps) {
  const { db, clock, outbox, jobs } = deps;
  outbox.react(invitedTopic, createInviteCards(deps));
  outbox.react(waitingTopic, createWaitingTold(deps));
  const sweep = () => deleteOver(db, clock.now());
  jobs?.every('chat.sweepWays', '*/10 * * * *', sweep);
  return {
    ...createGrowth(deps),
    ...createEndings(deps),
    ...createRoles(deps),
    ...createSettings(deps),
    announcements: createAnnouncements(deps),
    ...createLinks(deps),
    invites: createInvites(deps),
    ...createRequests(deps),
    ...createMeetings(deps),
    ...createRoster(deps),
    /** Drops links, invitations and meetings that are over. */
    sweep,
  };
}
