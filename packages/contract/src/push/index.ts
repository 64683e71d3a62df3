import { Type, type Static } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { nothing, nullable, object, oneOf, text, timestamp } from '../schema.ts';

/** What a notification shows to whoever looks at the device: all of it, who it is, or nothing. */
export const pushLevels = ['full', 'name', 'nothing'] as const;
export type PushLevel = (typeof pushLevels)[number];

/** The largest content of a push message in bytes, before it is encrypted. */
export const maxPushBytes = 3_000;

/** How a push service answered the last message for a device. */
export const pushOutcomes = ['accepted', 'gone', 'refused', 'unreachable'] as const;

const level = oneOf(pushLevels);
const locale = oneOf(['en', 'es', 'zh']);
const status = Type.Integer({ minimum: 100, maximum: 599 });

/** What this session's device gets when the app is closed. */
export const pushDevice = object({
  level,
  /** The language of its notifications. */
  locale,
  since: timestamp,
  /** The last message for it, and what its push service said. */
  last: nullable(object({ at: timestamp, outcome: oneOf(pushOutcomes), status: nullable(status) })),
});
export type PushDevice = Static<typeof pushDevice>;

/** By which the quiet hours of the person begin and end on this device. */
const timeZone = Type.String({ minLength: 1, maxLength: 60 });

export const pushMethods = {
  getDevice: query('push.getDevice', {
    summary: 'Whether this session gets push messages, and the key that a browser asks for.',
    input: nothing,
    output: object({
      /** The application server key (VAPID) in base64url; null: this city pushes nothing. */
      publicKey: nullable(text(100)),
      device: nullable(pushDevice),
    }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  subscribe: command('push.subscribe', {
    summary: 'Pushes to the browser of this session from now on; again replaces what it said.',
    input: object({
      /** What the browser gave for the subscription, as it is. */
      endpoint: text(1_000),
      p256dh: text(100),
      auth: text(40),
      ...{ level, locale, timeZone },
    }),
    output: object({ device: pushDevice }),
    refusals: ['push_service_unknown'],
    auth: 'person',
    limit: { person: { count: 60, perSeconds: 3600 } },
  }),
  unsubscribe: command('push.unsubscribe', {
    summary: 'Pushes to this session no longer; it does so by itself when the session ends.',
    input: nothing,
    output: nothing,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  sendTest: command('push.sendTest', {
    summary: 'Pushes one message to this session at once, and says what its push service answered.',
    input: object({ testId: text(60) }),
    output: object({ outcome: oneOf(pushOutcomes), status: nullable(status) }),
    refusals: ['push_not_subscribed'],
    auth: 'person',
    limit: { person: { count: 10, perSeconds: 60 } },
  }),
  reportFocus: command('push.reportFocus', {
    summary: 'The app is in front on this device, for a minute at most unless told again; or not.',
    input: object({
      inFront: Type.Boolean(),
      /** Rises with each report of a device: what overtook an older one stays. */
      order: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    }),
    output: nothing,
    refusals: [],
    auth: 'person',
    limit: changing,
    transport: 'both',
  }),
} as const;
