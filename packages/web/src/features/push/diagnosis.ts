import type { MethodOutput } from '@plaza/contract';
import type { Capability } from './browser.ts';

type Tested = MethodOutput<'push.sendTest'>;

/** What was found out about this device, as far as it went; undefined: not looked at. */
export type Facts = {
  capability: Capability;
  isOnline: boolean;
  /** The city answered at all. */
  isReached?: boolean;
  hasKeys?: boolean;
  hasWorker?: boolean;
  permission?: NotificationPermission;
  /** The browser has a subscription. */
  hasSubscription?: boolean;
  /** The city has one for this session. */
  isKnown?: boolean;
  tested?: Tested | undefined;
  /** The message arrived on this device. */
  hasArrived?: boolean;
};

/** Everything that must be so, in the order in which one depends on the other. */
export const stepNames = [
  'secure',
  'browser',
  'online',
  'keys',
  'worker',
  'permission',
  'subscription',
  'service',
  'arrival',
] as const;
export type StepName = (typeof stepNames)[number];

/** What is missing, for which there is a sentence that says what to do. */
export type Missing =
  | 'insecure'
  | 'to_install'
  | 'unsupported'
  | 'offline'
  | 'unreached'
  | 'no_keys'
  | 'no_worker'
  | 'not_asked'
  | 'denied'
  | 'expired'
  | 'gone'
  | 'refused'
  | 'unreachable'
  | 'not_arrived';

export type Step = { name: StepName; state: 'good' | 'bad' | 'unknown'; missing: Missing | null };

type Judge = (facts: Facts) => Missing | 'good' | 'unknown';

/** `good`, what is missing otherwise, or that nobody looked. */
const known = (value: boolean | undefined, missing: Missing) =>
  value === undefined ? 'unknown' : value ? 'good' : missing;

const judges: Record<StepName, Judge> = {
  secure: ({ capability }) => (capability === 'insecure' ? 'insecure' : 'good'),
  browser({ capability }) {
    if (capability === 'insecure') return 'unknown';
    return capability === 'ready' ? 'good' : capability;
  },
  online: ({ isOnline, isReached }) => (isOnline ? known(isReached, 'unreached') : 'offline'),
  keys: ({ hasKeys }) => known(hasKeys, 'no_keys'),
  worker: ({ hasWorker }) => known(hasWorker, 'no_worker'),
  permission({ permission }) {
    if (permission === undefined) return 'unknown';
    if (permission === 'granted') return 'good';
    return permission === 'denied' ? 'denied' : 'not_asked';
  },
  subscription({ hasSubscription, isKnown }) {
    if (hasSubscription === undefined || isKnown === undefined) return 'unknown';
    return hasSubscription && isKnown ? 'good' : 'expired';
  },
  service({ tested }) {
    if (tested === undefined) return 'unknown';
    return tested.outcome === 'accepted' ? 'good' : tested.outcome;
  },
  arrival: ({ hasArrived }) => known(hasArrived, 'not_arrived'),
};

/** Each step, up to the first that is missing; what comes after it cannot be known. */
export function diagnose(facts: Facts): Step[] {
  let isOver = false;
  return stepNames.map((name) => {
    const found = isOver ? 'unknown' : judges[name](facts);
    if (found === 'good' || found === 'unknown') return { name, state: found, missing: null };
    isOver = true;
    return { name, state: 'bad', missing: found };
  });
}
