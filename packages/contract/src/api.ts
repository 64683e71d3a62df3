import { billsEvents, billsMethods } from './bills/index.ts';
import { callsEvents, callsMethods } from './calls/index.ts';
import { chatEvents, chatMethods } from './chat/index.ts';
import { codesEvents, codesMethods } from './codes/index.ts';
import { contactsEvents, contactsMethods } from './contacts/index.ts';
import { familyEvents, familyMethods } from './family/index.ts';
import { favouritesEvents, favouritesMethods } from './favourites/index.ts';
import { identityEvents, identityMethods } from './identity/index.ts';
import { mediaMethods } from './media/index.ts';
import { merchantsEvents, merchantsMethods } from './merchants/index.ts';
import { momentsEvents, momentsMethods } from './moments/index.ts';
import { operatorMethods } from './operator/index.ts';
import { packetsEvents, packetsMethods } from './packets/index.ts';
import { payEvents, payMethods } from './pay/index.ts';
import { payv3Methods } from './payv3/index.ts';
import { proofsMethods } from './proofs/index.ts';
import { pushMethods } from './push/index.ts';
import { railsMethods } from './rails/index.ts';
import { rightsMethods } from './rights/index.ts';
import { searchMethods } from './search/index.ts';
import { stickersMethods } from './stickers/index.ts';
import { syncMethods } from './sync/index.ts';
import { trustEvents, trustMethods } from './trust/index.ts';
import type { EventSpec, PayloadOf } from './event.ts';
import type { InputOf, Method, OutputOf, RefusalOf } from './method.ts';

/** Every method of the public interface, by feature and verb: `api.chat.sendMessage`. */
export const api = {
  identity: identityMethods,
  contacts: contactsMethods,
  chat: chatMethods,
  calls: callsMethods,
  media: mediaMethods,
  stickers: stickersMethods,
  favourites: favouritesMethods,
  moments: momentsMethods,
  search: searchMethods,
  trust: trustMethods,
  pay: payMethods,
  packets: packetsMethods,
  bills: billsMethods,
  family: familyMethods,
  codes: codesMethods,
  merchants: merchantsMethods,
  payv3: payv3Methods,
  rails: railsMethods,
  proofs: proofsMethods,
  push: pushMethods,
  sync: syncMethods,
  rights: rightsMethods,
  operator: operatorMethods,
} as const;

export type Api = typeof api;
type AnyOf<F> = F[keyof F];
type EveryMethod = { [F in keyof Api]: AnyOf<Api[F]> }[keyof Api] & Method;
// Looked up by name: filtering the union at each use costs the compiler far more.
type MethodsByName = { [M in EveryMethod as M['name']]: M };

/** `"chat.sendMessage"` and the like. */
export type MethodName = keyof MethodsByName;
export type MethodOf<N extends MethodName> = MethodsByName[N];
export type MethodInput<N extends MethodName> = InputOf<MethodOf<N>>;
export type MethodOutput<N extends MethodName> = OutputOf<MethodOf<N>>;
export type MethodRefusal<N extends MethodName> = RefusalOf<MethodOf<N>>;

/** The methods in one list, in the order of the docs. */
export const methods: readonly Method[] = Object.values(api).flatMap((feature) =>
  Object.values<Method>(feature),
);

/** Every event that a client may be told of. */
export const events = {
  identity: identityEvents,
  contacts: contactsEvents,
  chat: chatEvents,
  calls: callsEvents,
  favourites: favouritesEvents,
  moments: momentsEvents,
  trust: trustEvents,
  pay: payEvents,
  packets: packetsEvents,
  bills: billsEvents,
  family: familyEvents,
  codes: codesEvents,
  merchants: merchantsEvents,
} as const;

type Events = typeof events;
type EveryEvent = { [F in keyof Events]: AnyOf<Events[F]> }[keyof Events] & EventSpec;
type EventsByName = { [E in EveryEvent as E['name']]: E };

export type EventName = keyof EventsByName;
export type EventPayload<N extends EventName> = PayloadOf<EventsByName[N]>;
export type PersonalEventName = Extract<EveryEvent, { channel: 'personal' }>['name'];

export const eventList: readonly EventSpec[] = Object.values(events).flatMap((feature) =>
  Object.values<EventSpec>(feature),
);
