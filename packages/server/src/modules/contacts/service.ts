import type { PersonId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import { findCard, type ContactsDeps } from './deps.ts';
import * as finding from './finding.ts';
import { createContactsHolding } from './holding.ts';
import { lapseOverdue } from './lapse.ts';
import * as listing from './listing.ts';
import { getMyCode, renewMyCode } from './my-code.ts';
import { presentPrivacy } from './present.ts';
import { registerReactions } from './reactions.ts';
import * as requesting from './requesting.ts';
import { listPerson, takeTurn } from './side.ts';
import { getContacts, selectListed, selectPairs } from './store/contacts.ts';
import { getPerson } from './store/people.ts';
import { areContacts, createMayWrite, hasBlocked } from './writing.ts';

type Id = PersonId;
type Input<Verb extends 'sendRequest' | 'answerRequest' | 'update' | 'setPrivacy'> =
  MethodInput<`contacts.${Verb}`>;

export type Contacts = ReturnType<typeof createContacts>;

/** Creates the service and registers what it does by itself: create it before anything starts. */
export function createContacts(deps: ContactsDeps) {
  registerReactions(deps);
  const blockHooks: listing.BlockHook[] = [];
  deps.jobs.every('contacts.lapse', '*/10 * * * *', async () => void (await lapseOverdue(deps)));
  return {
    findByHandle: (viewerId: Id, handle: string) => finding.findByHandle(deps, viewerId, handle),
    findByCode: (viewerId: Id, code: string) => finding.findByCode(deps, viewerId, code),
    getPerson: (viewerId: Id, personId: Id) => finding.findPerson(deps, viewerId, personId),
    canSee: (viewerId: Id, personId: Id) => finding.canSee(deps, viewerId, personId),
    /** How the viewer stands to another person. */
    async relation(viewerId: Id, personId: Id) {
      const outcome = await finding.findPerson(deps, viewerId, personId);
      return outcome.ok ? outcome.value.relation : 'stranger';
    },
    getMyCode: (personId: Id) => getMyCode(deps, personId),
    renewMyCode: (personId: Id) => renewMyCode(deps, personId),

    sendRequest: (ownerId: Id, input: Input<'sendRequest'>) =>
      requesting.sendRequest(deps, ownerId, input),
    answerRequest: (ownerId: Id, input: Input<'answerRequest'>) =>
      requesting.answerRequest(deps, ownerId, input),
    withdrawRequest: (ownerId: Id, requestId: string) =>
      requesting.withdrawRequest(deps, ownerId, requestId),
    lapseOverdue: () => lapseOverdue(deps),

    list: (ownerId: Id) => listing.list(deps, ownerId),
    listRequests: (ownerId: Id) => listing.listRequests(deps, ownerId),
    update: (ownerId: Id, input: Input<'update'>) => listing.update(deps, ownerId, input),
    block: (ownerId: Id, personId: Id) => listing.block(deps, { ownerId, personId }, blockHooks),
    /** Registers what else ends when somebody blocks somebody, in the same transaction. */
    onBlocked: (hook: listing.BlockHook) => void blockHooks.push(hook),
    unblock: (ownerId: Id, personId: Id) => listing.unblock(deps, ownerId, personId),
    remove: (ownerId: Id, personId: Id) => listing.remove(deps, ownerId, personId),
    getPrivacy: async (personId: Id) => presentPrivacy(await getPerson(deps.db.query, personId)),
    setPrivacy: (personId: Id, privacy: Input<'setPrivacy'>) =>
      listing.setPrivacy(deps, personId, privacy),

    mayWrite: createMayWrite(deps),
    hasBlocked: (ownerId: Id, personId: Id) => hasBlocked(deps, ownerId, personId),
    areContacts: (personId: Id, others: readonly Id[]) => areContacts(deps, personId, others),
    /** What owners keep of people, as `<owner>/<person>`; nothing is absent. */
    async getSides(pairs: readonly { ownerId: Id; personId: Id }[]) {
      const rows = pairs.length === 0 ? [] : await selectPairs(deps.db.query, pairs);
      return new Map(rows.map((row) => [`${row.ownerId}/${row.personId}`, row]));
    },
    /** Everybody in the person’s own list who is not blocked there; the others need not agree. */
    getListed: (ownerId: Id) => selectListed(deps.db.query, ownerId),
    /** Those of some people who are in it. */
    async getListedAmong(ownerId: Id, personIds: readonly Id[]): Promise<Id[]> {
      const rows = await getContacts(deps.db.query, ownerId, personIds);
      return rows.filter(({ listed }) => listed).map(({ personId }) => personId);
    },
    countListed: async (ownerId: Id) => (await getPerson(deps.db.query, ownerId)).contactCount,

    /** Makes two people contacts without asking: for demo cities and tests. */
    async befriend(a: Id, b: Id): Promise<void> {
      await listOnOneSide(deps, a, b);
      await listOnOneSide(deps, b, a);
    },
    holding: createContactsHolding(deps),
  };
}

async function listOnOneSide(deps: ContactsDeps, ownerId: Id, personId: Id): Promise<void> {
  const card = await findCard(deps.people, personId);
  if (card === null) return;
  await takeTurn(deps, ownerId, (turn) => listPerson(turn, { ownerId, card }));
}
