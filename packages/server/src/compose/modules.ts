import { assert, type PersonId } from '@plaza/base';
import { momentsLaw } from '@plaza/base/moments';
import { api, dailyUploadBytes, methods, newcomerUploadBytes } from '@plaza/contract';
import { createFilesHolding } from '../kernel/files/index.ts';
import type { DataHolding } from '../kernel/holdings/index.ts';
import type { Dispatch } from '../kernel/rpc/index.ts';
import { createBills, createBillsRoutes } from '../modules/bills/index.ts';
import { createCalls, createCallsRoutes } from '../modules/calls/index.ts';
import {
  createAttachments,
  createChat,
  createChatRoutes,
  type Chat,
} from '../modules/chat/index.ts';
import { createCodes, createCodesRoutes } from '../modules/codes/index.ts';
import { createContacts, createContactsRoutes, type Contacts } from '../modules/contacts/index.ts';
import { createFamily, createFamilyRoutes } from '../modules/family/index.ts';
import { createFavourites, createFavouritesRoutes } from '../modules/favourites/index.ts';
import { createIdentity, createIdentityRoutes, type Identity } from '../modules/identity/index.ts';
import { createLedger, ledgerHolding } from '../modules/ledger/index.ts';
import { createMediaRoutes, createPreviewing, createTakeUpload } from '../modules/media/index.ts';
import { createMerchants, createMerchantsRoutes } from '../modules/merchants/index.ts';
import {
  createMoments,
  createMomentsRoutes,
  usualTuning,
  type Moments,
} from '../modules/moments/index.ts';
import {
  createOperator,
  createOperatorRoutes,
  type Operator,
  type Vitals,
} from '../modules/operator/index.ts';
import { createPackets, createPacketsRoutes } from '../modules/packets/index.ts';
import { createApprovals, createPay, createPayRoutes } from '../modules/pay/index.ts';
import { createPayv3, createPayv3Routes } from '../modules/payv3/index.ts';
import { createProofs, createProofsRoutes } from '../modules/proofs/index.ts';
import { createPush, createPushRoutes, type Push } from '../modules/push/index.ts';
import { createRails, createRailsRoutes } from '../modules/rails/index.ts';
import { createRights, createRightsRoutes } from '../modules/rights/index.ts';
import { createPeopleSearch, createSearch, createSearchRoutes } from '../modules/search/index.ts';
import { createStickers, createStickersRoutes } from '../modules/stickers/index.ts';
import { createSync, createSyncRoutes, type Sync } from '../modules/sync/index.ts';
import {
  createNewcomers,
  createTrust,
  createTrustRoutes,
  type Newcomers,
  type Trust,
} from '../modules/trust/index.ts';
import { openCurrencies } from './currencies.ts';
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
function composeMoney(
  kernel: Kernel,
  neighbours: Neighbours & { trust: Pick<Trust, 'giveReasons'> },
  place: Pick<Place, 'publicUrl'>,
) {
  const { operator, trust, ...rest } = neighbours;
  const { db, clock, random, log } = kernel;
  const ledger = createLedger({ db, clock, random, log });
  const approvals = createApprovals({ ...kernel, ...rest });
  const { giveReasons } = trust;
  const payDeps = { ...kernel, ...rest, ledger, approvals, audit: operator.audit, giveReasons };
  const pay = createPay(payDeps, openCurrencies(kernel.config));
  const packets = createPackets({ ...kernel, ...rest, pay: pay.core });
  const bills = createBills({ ...kernel, ...rest, pay: pay.core });
  const family = createFamily({ ...kernel, ...rest, pay: pay.core });
  const { cards } = family;
  const codes = createCodes({ ...kernel, ...rest, pay: pay.core, cards });
  const rails = createRails({
    ...{ ...kernel, ...rest, pay: pay.core, audit: operator.audit },
    isDemo: kernel.config.demo,
  });
  const { publicUrl } = place;
  const merchants = createMerchants({ ...kernel, ...rest, pay: pay.core, codes, cards, publicUrl });
  const { callbackOrigins } = kernel.config;
  const payv3 = createPayv3({
    ...{ ...kernel, merchants: merchants.core, pay: pay.core, publicUrl, callbackOrigins },
  });
  const proofs = createProofs({
    ...{ ...kernel, ledger, pay, publicUrl, keyFile: kernel.config.proofsKey },
  });
  return { ledger, pay, packets, bills, rails, family, codes, merchants, payv3, proofs };
}

/** Reports, and what follows from them in other modules. */
function composeTrust(
  kernel: Kernel,
  neighbours: Omit<Neighbours, 'contacts'> & { moments: Moments },
  liftFreeze: (freezeId: string) => Promise<void>,
) {
  const { sync, identity, chat, operator, moments } = neighbours;
  return createTrust({
    ...{ ...kernel, sync, identity, moments },
    control: identity.control,
    audit: operator.audit,
    chat: {
      getHead: chat.heads.get,
      getEntries: chat.reading.getEntries,
      removeMessage: async (id, seq) => void (await chat.moderate.remove(id, seq)),
      dissolve: async (id) => void (await chat.moderate.dissolve(id)),
    },
    liftFreeze,
  });
}

/** What new accounts may do less often; what they upload is limited by the kernel. */
function composeNewcomers(kernel: Kernel, identity: Identity): Newcomers {
  const newcomers = createNewcomers({ ...kernel, identity });
  kernel.uploads.limitBy(async (personId) =>
    (await newcomers.isNew(personId)) ? newcomerUploadBytes : dailyUploadBytes,
  );
  return newcomers;
}

/** Conversations, with the files in them. */
function composeChat(
  kernel: Kernel,
  neighbours: Pick<Neighbours, 'sync' | 'identity' | 'contacts'> & { newcomers: Newcomers },
  { publicUrl }: Pick<Place, 'publicUrl'>,
): Chat {
  const attachments = createAttachments(kernel);
  const sweepAttachments = async () => void (await attachments.sweep());
  kernel.jobs.every('chat.sweepAttachments', '21 * * * *', sweepAttachments);
  const { groupMembers } = kernel.config;
  return createChat({ ...kernel, ...neighbours, attachments, publicUrl, groupMembers });
}

/** Calls, which ring on closed apps too. */
function composeCalls(
  kernel: Kernel,
  neighbours: Pick<Neighbours, 'identity' | 'contacts' | 'chat'> & {
    newcomers: Newcomers;
    push: Push;
  },
) {
  const { stunUrls, turnUrls, turnSecret } = kernel.config;
  return createCalls({ ...kernel, ...neighbours, relays: { stunUrls, turnUrls, turnSecret } });
}

/** What calls for people whose app is closed. */
function composePush(
  kernel: Kernel,
  neighbours: Pick<Neighbours, 'identity' | 'contacts' | 'chat'>,
  { publicUrl }: Pick<Place, 'publicUrl'>,
): Push {
  const { pushOrigins, pushContact } = kernel.config;
  const own = publicUrl.startsWith('https:') ? publicUrl : 'mailto:operator@plaza.invalid';
  return createPush({ ...kernel, ...neighbours, pushOrigins, pushContact: pushContact ?? own });
}

/** What is made of uploads and of links. */
function composeMedia(kernel: Kernel, { setPreview }: Pick<Chat, 'setPreview'>) {
  const patterns = kernel.config.previewOrigins;
  const takeUpload = createTakeUpload(kernel);
  return { takeUpload, previewing: createPreviewing({ ...kernel, patterns, setPreview }) };
}

type Held = Record<
  | 'search'
  | 'calls'
  | 'favourites'
  | 'moments'
  | 'stickers'
  | 'trust'
  | 'packets'
  | 'bills'
  | 'rails'
  | 'family'
  | 'codes'
  | 'merchants'
  | 'payv3'
  | 'pay'
  | 'proofs'
  | 'push',
  Part
>;
type Part = { holding: DataHolding };

/** What becomes of a person's data, in all parts. */
function composeRights(kernel: Kernel, parts: Held & Neighbours) {
  return createRights({
    ...kernel,
    accounts: parts.identity,
    // Erasure runs in this order: whoever is erased must first be unable to sign in.
    holdings: [
      parts.identity.holding,
      parts.contacts.holding,
      // Asks the logs what to forget, so it comes before them.
      parts.search.holding,
      // Ends the person's calls while their conversations are still there.
      parts.calls.holding,
      parts.chat.holding,
      parts.favourites.holding,
      parts.moments.holding,
      parts.stickers.holding,
      parts.trust.holding,
      // Ends what is open, which pay puts away.
      parts.packets.holding,
      parts.bills.holding,
      parts.rails.holding,
      parts.family.holding,
      parts.codes.holding,
      // Ends what is open, which pay puts away.
      parts.merchants.holding,
      parts.payv3.holding,
      parts.pay.holding,
      ledgerHolding,
      parts.proofs.holding,
      parts.push.holding,
      parts.sync.holding,
      parts.operator.holding,
      createFilesHolding(kernel),
      kernelHolding,
    ],
    writers: { conversation: parts.chat.own.writeConversation },
  });
}

/** Creates the modules in the order of their dependencies. */
export function composeModules(kernel: Kernel, place: Pick<Place, 'publicUrl' | 'relyingParty'>) {
  const { config } = kernel;
  const sync = createSync(kernel);
  const identity = createIdentity({ ...kernel, ...place, sync, demo: config.demo });
  identity.onSessionEnded(kernel.hub.endSession);
  const newcomers = composeNewcomers(kernel, identity);
  const contacts = createContacts({
    ...kernel,
    sync,
    people: identity,
    newcomers,
    publicUrl: place.publicUrl,
    // Bound late: chat stands on contacts, and contacts asks it this one thing.
    sharesGroup: (a: PersonId, b: PersonId) => chat.sharesGroup(a, b),
  });
  const chat = composeChat(kernel, { sync, identity, contacts, newcomers }, place);
  const push = composePush(kernel, { identity, contacts, chat }, place);
  const calls = composeCalls(kernel, { identity, contacts, chat, newcomers, push });
  const operator = createOperator({
    ...kernel,
    control: identity.control,
    getCards: identity.getCards,
    // Bound late: trust writes its audit by the operator's module.
    giveReasons: (tx, given) => trust.giveReasons(tx, given),
    vitals: vitalsOf(kernel, chat.counts),
    publicUrl: place.publicUrl,
  });
  const favourites = createFavourites({ ...kernel, sync, identity, chat });
  const moments = createMoments({
    ...{ ...kernel, identity, contacts, law: momentsLaw, tuning: usualTuning },
    alertRulesOf: chat.own.preferences.get,
  });
  const search = createSearch({ ...kernel, identity, chat });
  const stickers = createStickers({ ...kernel, identity });
  // Bound late: pay has its reasons written by trust.
  const liftFreeze = (freezeId: string) => money.pay.liftFreeze(freezeId);
  const trust = composeTrust(kernel, { sync, identity, chat, operator, moments }, liftFreeze);
  const money = composeMoney(kernel, { sync, identity, contacts, chat, operator, trust }, place);
  const { pay, packets, bills, rails, family, codes, merchants, payv3, proofs } = money;
  const rights = composeRights(kernel, {
    ...{ identity, contacts, search, calls, chat, favourites, moments },
    ...{ stickers, trust, pay, packets, bills, rails, family, codes, merchants, payv3, proofs },
    ...{ push, sync, operator },
  });
  return {
    sync,
    identity,
    contacts,
    chat,
    push,
    calls,
    ...composeMedia(kernel, chat),
    favourites,
    moments,
    search,
    stickers,
    trust,
    operator,
    ...money,
    rights,
  };
}

/** Registers the handlers of every method of the contract. */
export function registerMethods(dispatch: Dispatch, modules: Modules): void {
  const { sync, identity, contacts, chat, operator, pay, rights } = modules;
  const parts = {
    me: identity.getMe,
    contacts: contacts.list,
    requests: contacts.listRequests,
    privacy: contacts.getPrivacy,
    preferences: modules.chat.own.preferences.get,
  };
  dispatch.register(api.identity, createIdentityRoutes(identity));
  dispatch.register(api.contacts, createContactsRoutes({ contacts }));
  dispatch.register(api.chat, createChatRoutes(chat, rights.beginExport));
  dispatch.register(api.calls, createCallsRoutes(modules.calls));
  dispatch.register(api.push, createPushRoutes(modules.push));
  dispatch.register(api.favourites, createFavouritesRoutes(modules.favourites));
  dispatch.register(api.moments, createMomentsRoutes(modules.moments));
  dispatch.register(
    api.search,
    createSearchRoutes(modules.search, createPeopleSearch({ contacts })),
  );
  dispatch.register(api.stickers, createStickersRoutes(modules.stickers));
  dispatch.register(api.trust, createTrustRoutes(modules.trust));
  dispatch.register(api.media, createMediaRoutes(modules.takeUpload));
  dispatch.register(api.sync, createSyncRoutes({ sync, parts }));
  dispatch.register(api.rights, createRightsRoutes({ rights }));
  dispatch.register(api.operator, createOperatorRoutes(operator));
  dispatch.register(api.pay, createPayRoutes(pay));
  dispatch.register(api.proofs, createProofsRoutes(modules.proofs));
  dispatch.register(api.rails, createRailsRoutes(modules.rails));
  dispatch.register(api.packets, createPacketsRoutes(modules.packets));
  dispatch.register(api.bills, createBillsRoutes(modules.bills));
  dispatch.register(api.family, createFamilyRoutes(modules.family));
  dispatch.register(api.codes, createCodesRoutes(modules.codes));
  dispatch.register(api.merchants, createMerchantsRoutes(modules.merchants));
  dispatch.register(api.payv3, createPayv3Routes(modules.payv3));
  const missing = dispatch.missing(methods);
  assert(missing.length === 0, `methods without a handler: ${missing.join(', ')}`);
}
