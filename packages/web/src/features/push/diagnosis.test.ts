import { expect, it } from 'vitest';
import { diagnose, stepNames, type Facts, type Missing } from './diagnosis.ts';

const whole: Facts = {
  ...{ capability: 'ready', isOnline: true, isReached: true, hasKeys: true, hasWorker: true },
  ...{ permission: 'granted', hasSubscription: true, isKnown: true, hasArrived: true },
  tested: { outcome: 'accepted', status: 201 },
};

it('finds nothing where nothing is missing', () => {
  expect(diagnose(whole).map(({ state }) => state)).toEqual(stepNames.map(() => 'good'));
});

it.each<[Missing, Partial<Facts>]>([
  ['insecure', { capability: 'insecure' }],
  ['to_install', { capability: 'to_install' }],
  ['unsupported', { capability: 'unsupported' }],
  ['offline', { isOnline: false }],
  ['unreached', { isReached: false }],
  ['no_keys', { hasKeys: false }],
  ['no_worker', { hasWorker: false }],
  ['not_asked', { permission: 'default' }],
  ['denied', { permission: 'denied' }],
  ['expired', { hasSubscription: false }],
  ['expired', { isKnown: false }],
  ['gone', { tested: { outcome: 'gone', status: 410 } }],
  ['refused', { tested: { outcome: 'refused', status: 403 } }],
  ['unreachable', { tested: { outcome: 'unreachable', status: null } }],
  ['not_arrived', { hasArrived: false }],
])('names the one thing that is missing: %s', (missing, facts) => {
  const steps = diagnose({ ...whole, ...facts });
  const bad = steps.findIndex(({ state }) => state === 'bad');
  expect(steps[bad]?.missing).toBe(missing);
  expect(steps.slice(0, bad).every(({ state }) => state !== 'bad')).toBe(true);
  expect(steps.slice(bad + 1).every(({ state }) => state === 'unknown')).toBe(true);
});

it('says nothing of what was not looked at', () => {
  const steps = diagnose({ capability: 'ready', isOnline: true });
  expect(steps.slice(2).every(({ state }) => state === 'unknown')).toBe(true);
});
