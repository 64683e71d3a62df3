import type { PersonId } from '@plaza/base';
import { api } from '@plaza/contract';
import type { DataHolding } from '../kernel/holdings/index.ts';
import { createChat, createChatRoutes } from '../modules/chat/index.ts';
import { createContacts, createContactsRoutes } from '../modules/contacts/index.ts';
import { createIdentity, createIdentityRoutes } from '../modules/identity/index.ts';
import { createOperator, createOperatorRoutes, type Vitals } from '../modules/operator/index.ts';
import { createSync, createSyncRoutes } from '../modules/sync/index.ts';
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

/** Creates the modules in the order of their dependencies, and registers their methods. */
export function composeModules(kernel: Kernel, place: Pick<Place, 'publicUrl' | 'relyingParty'>) {
  const { config, dispatch } = kernel;
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
  const chat = createChat({ ...kernel, sync, identity, contacts });
  const operator = createOperator({
    ...kernel,
    control: identity.control,
    getCards: identity.getCards,
    vitals: vitalsOf(kernel, chat.counts),
    publicUrl: place.publicUrl,
  });
  const holdings: DataHolding[] = [];

  dispatch.register(api.identity, createIdentityRoutes(identity));
  dispatch.register(api.contacts, createContactsRoutes({ contacts }));
  dispatch.register(api.chat, createChatRoutes(chat));
  dispatch.register(api.operator, createOperatorRoutes(operator));
  const parts = {
    me: identity.getMe,
    contacts: contacts.list,
    requests: contacts.listRequests,
    privacy: contacts.getPrivacy,
  };
  dispatch.register(api.sync, createSyncRoutes({ sync, parts }));
  return { sync, identity, contacts, chat, operator, holdings };
}
