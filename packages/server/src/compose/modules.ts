import { assert, type PersonId } from '@plaza/base';
import { api, methods } from '@plaza/contract';
import { createFilesHolding } from '../kernel/files/index.ts';
import type { Dispatch } from '../kernel/rpc/index.ts';
import { createChat, createChatRoutes, type Chat } from '../modules/chat/index.ts';
import { createContacts, createContactsRoutes, type Contacts } from '../modules/contacts/index.ts';
import { createIdentity, createIdentityRoutes, type Identity } from '../modules/identity/index.ts';
import { createLedger, ledgerHolding } from '../modules/ledger/index.ts';
import {
  createOperator,
  createOperatorRoutes,
  type Operator,
  type Vitals,
} from '../modules/operator/index.ts';
import { createApprovals, createPay, createPayRoutes } from '../modules/pay/index.ts';
import { createRights, createRightsRoutes } from '../modules/rights/index.ts';
import { createSync, createSyncRoutes, type Sync } from '../modules/sync/index.ts';
import { kernelHolding } from './kernel-holding.ts';
import type { Kernel } from './kernel.ts';
import type { Place } from './place.ts';
import { version } from './version.ts';

export type Modules = ReturnType<typeof composeModules>;

function vitalsOf({ bus, config, hub }: Kernel, chat: Vitals['chat']): Vitals {
  return {
    version,
    embedded: config.databaseUrl === undefined,
    bus: bus.kind,
    memoryBytes: () => process.memoryUsage.rss(),
    sockets: hub.count,
    chat,
  };
}

type Neighbours = {
  sync: Sync;
  identity: Identity;
  contacts: Contacts;
  chat: Chat;
  operator: Operator;
};

/** The ledger, and what lets people use it. */
function composeMoney(kernel: Kernel, neighbours: Neighbours) {
  const { operator, ...rest } = neighbours;
  const { db, clock, random, log } = kernel;
  const ledger = createLedger({ db, clock, random, log });
  const approvals = createApprovals({ ...kernel, ...rest });
  const pay = createPay({ ...kernel, ...rest, ledger, approvals, audit: operator.audit });
  return { ledger, pay };
}

/** Creates the modules in the order of their dependencies. */
export function composeModules(kernel: Kernel, place: Pick<Place, 'publicUrl' | 'relyingParty'>) {
  const { config } = kernel;
  const sync = createSync(kernel);
  const identity = createIdentity({ ...kernel, ...place, sync, demo: config.demo });
  identity.onSessionEnded(kernel.hub.endSession);
  const contacts = createContacts({
    ...kernel,
    sync,
    people: identity,
    publicUrl: place.publicUrl,
    // Bound late: chat stands on contacts, and contacts asks it this one thing.
    sharesGroup: (a: PersonId, b: PersonId) => chat.sharesGroup(a, b),
  });
  const chat = createChat({
    ...{ ...kernel, sync, identity, contacts },
    ...{ publicUrl: place.publicUrl, groupMembers: config.groupMembers },
  });
  const operator = createOperator({
    ...kernel,
    control: identity.control,
    getCards: identity.getCards,
    vitals: vitalsOf(kernel, chat.counts),
    publicUrl: place.publicUrl,
  });
  const { ledger, pay } = composeMoney(kernel, { sync, identity, contacts, chat, operator });
  const rights = createRights({
    ...kernel,
    accounts: identity,
    // Erasure runs in this order: whoever is erased must first be unable to sign in.
    holdings: [
      identity.holding,
      contacts.holding,
      chat.holding,
      pay.holding,
      ledgerHolding,
      sync.holding,
      operator.holding,
      createFilesHolding(kernel),
      kernelHolding,
    ],
  });
  return { sync, identity, contacts, chat, operator, ledger, pay, rights };
}

/** Registers the handlers of every method of the contract. */
export function registerMethods(dispatch: Dispatch, modules: Modules): void {
  const { sync, identity, contacts, chat, operator, pay, rights } = modules;
  const parts = {
    me: identity.getMe,
    contacts: contacts.list,
    requests: contacts.listRequests,
    privacy: contacts.getPrivacy,
  };
  dispatch.register(api.identity, createIdentityRoutes(identity));
  dispatch.register(api.contacts, createContactsRoutes({ contacts }));
  dispatch.register(api.chat, createChatRoutes(chat));
  dispatch.register(api.sync, createSyncRoutes({ sync, parts }));
  dispatch.register(api.rights, createRightsRoutes({ rights }));
  dispatch.register(api.operator, createOperatorRoutes(operator));
  dispatch.register(api.pay, createPayRoutes(pay));
  const missing = dispatch.missing(methods);
  // eslint-disable-next-line no-console -- while handlers are being written
  if (missing.length > 0) console.warn(`methods without a handler: ${missing.join(', ')}`);
}
