import type { TargetName } from './target.ts';
import type { Timing, Work } from './types.ts';

/** One line of the plan: what is measured, at whom, how often. */
export type Measure = {
  name: string;
  work: Work;
  /** Alternating rounds over all targets. */
  rounds: number;
  targets: readonly TargetName[];
};

export type Plan = {
  /** Who are signed in while messages go to and fro. */
  people: number;
  measures: readonly Measure[];
  /** Idle connections, by target. */
  idle: ReadonlyMap<TargetName, number>;
  idleSettleMs: number;
};

const stars: readonly TargetName[] = ['plaza', 'ejabberd-sql'];
const others: readonly TargetName[] = ['ejabberd-mnesia', 'prosody-sql', 'prosody-internal'];
const limits: readonly TargetName[] = ['mosquitto', 'nats'];
const withNodes: readonly TargetName[] = [...stars, 'plaza-2-nodes'];

function fullMeasures(timing: Timing): Measure[] {
  const saturate = (people: number, underWay: number) =>
    ({ kind: 'saturate', people, underWay, ...timing }) as const;
  const rate = (perSecond: number): Measure => ({
    name: `${perSecond} a second`,
    work: { kind: 'rate', people: 400, perSecond, ...timing },
    rounds: 2,
    targets: stars,
  });
  const group = (members: 100 | 500, underWay: number) =>
    ({ kind: 'group', members, underWay, ...timing }) as const;
  const people = '1:1, 400 people, 128 under way';
  const crowd = 'group of 500, 8 under way';
  return [
    { name: people, work: saturate(400, 128), rounds: 3, targets: withNodes },
    { name: people, work: saturate(400, 128), rounds: 1, targets: [...others, ...limits] },
    {
      ...{ name: '1:1, 1000 people, 512 under way', work: saturate(1_000, 512) },
      ...{ rounds: 2, targets: withNodes },
    },
    {
      ...{ name: '1:1, 1000 people, 512 under way', work: saturate(1_000, 512) },
      ...{ rounds: 1, targets: others },
    },
    { ...rate(100), rounds: 1 },
    rate(500),
    rate(1_000),
    { ...rate(5_000), rounds: 1 },
    { ...rate(100), rounds: 1, targets: others },
    { ...rate(500), rounds: 1, targets: others },
    {
      ...{ name: 'group of 100, 8 under way', work: group(100, 8) },
      ...{ rounds: 1, targets: [...stars, ...others, ...limits] },
    },
    { name: 'group of 100, 1 under way', work: group(100, 1), rounds: 1, targets: stars },
    { name: crowd, work: group(500, 8), rounds: 2, targets: [...withNodes, 'mosquitto'] },
    { name: crowd, work: group(500, 8), rounds: 1, targets: [...others, 'nats'] },
    {
      ...{ name: 'group of 500, 1 under way', work: group(500, 1) },
      ...{ rounds: 2, targets: [...stars, 'mosquitto'] },
    },
    {
      name: 'newest 50 messages, 16 readers',
      work: { kind: 'page', readers: 16, entries: 50, ...timing },
      ...{ rounds: 1, targets: [...stars, ...others] },
    },
  ];
}

function quickMeasures(timing: Timing): Measure[] {
  const targets = [...stars, 'mosquitto'] as const;
  return [
    {
      name: '1:1, 400 people, 128 under way',
      work: { kind: 'saturate', people: 400, underWay: 128, ...timing },
      ...{ rounds: 1, targets: withNodes },
    },
    ...[500, 1_000].map((perSecond): Measure => ({
      name: `${perSecond} a second`,
      work: { kind: 'rate', people: 400, perSecond, ...timing },
      ...{ rounds: 1, targets: stars },
    })),
    ...[8, 1].map((underWay): Measure => ({
      name: `group of 500, ${underWay} under way`,
      work: { kind: 'group', members: 500, underWay, ...timing },
      ...{ rounds: 1, targets },
    })),
    {
      name: 'newest 50 messages, 16 readers',
      work: { kind: 'page', readers: 16, entries: 50, ...timing },
      ...{ rounds: 1, targets: stars },
    },
  ];
}

export const quickPlan: Plan = {
  people: 500,
  measures: quickMeasures({ warmMs: 1_000, ms: 2_500 }),
  idle: new Map([
    ['plaza', 1_000],
    ['ejabberd-sql', 1_000],
  ]),
  idleSettleMs: 4_000,
};

export const fullPlan: Plan = {
  people: 1_000,
  measures: fullMeasures({ warmMs: 1_500, ms: 4_500 }),
  idle: new Map([
    ['plaza', 5_000],
    ['ejabberd-sql', 5_000],
    ['ejabberd-mnesia', 2_000],
    ['prosody-sql', 2_000],
    ['prosody-internal', 5_000],
  ]),
  idleSettleMs: 45_000,
};

/** The same for so long. */
export function lasting(plan: Plan, seconds: number): Plan {
  const ms = seconds * 1_000;
  const measures = plan.measures.map((one) => ({ ...one, work: { ...one.work, ms } }));
  return { ...plan, measures };
}

/** Leaves out what was not asked for, by a part of its name. */
export function narrowed(plan: Plan, only: readonly string[], at: readonly string[]): Plan {
  const isWanted = (name: string) => only.length === 0 || only.some((part) => name.includes(part));
  const isAsked = (name: TargetName) => at.length === 0 || at.includes(name);
  const measures = plan.measures
    .filter(({ name }) => isWanted(name))
    .map((measure) => ({ ...measure, targets: measure.targets.filter(isAsked) }))
    .filter(({ targets }) => targets.length > 0);
  const idle = [...plan.idle].filter(([name]) => isWanted('idle') && isAsked(name));
  return { ...plan, measures, idle: new Map(idle) };
}

/** Everybody whom a plan needs. */
export function targetsOf({ measures, idle }: Plan): Set<TargetName> {
  return new Set([...measures.flatMap(({ targets }) => targets), ...idle.keys()]);
}
