import { execFileSync } from 'node:child_process';
import { pause } from '../lib/figures.ts';
import { measureIdle, type Idle } from './idle.ts';
import { startMosquitto, startNats } from './peers/brokers.ts';
import { startEjabberd } from './peers/ejabberd.ts';
import { startProsody } from './peers/prosody.ts';
import { startPlaza, startTwoNodes } from './plaza.ts';
import { targetsOf, type Measure, type Plan } from './plan.ts';
import { openStage, register, take, type Stage, type Taken } from './stage-hands.ts';
import {
  NotInstalled,
  type StartTarget,
  type Surroundings,
  type Target,
  type TargetName,
} from './target.ts';
import type { GroupSize } from './types.ts';

/** What was measured; a round that a target could not keep up with is not there. */
export type Outcome = {
  taken: ReadonlyMap<Measure, ReadonlyMap<TargetName, readonly Taken[]>>;
  /** Measures that were left out because a target does less than that at its best. */
  beyond: readonly { measure: Measure; name: TargetName }[];
  idle: ReadonlyMap<TargetName, Idle>;
  signInsPerSecond: ReadonlyMap<TargetName, number>;
  absent: readonly string[];
  /** What a target could not do at all; the bench goes on. */
  failed: readonly string[];
};

type Tell = (line: string) => void;

const betweenMs = 300;

function groupsOf(plan: Plan, name: TargetName): GroupSize[] {
  const sizes = plan.measures.flatMap(({ work, targets }) =>
    work.kind === 'group' && targets.includes(name) ? [work.members] : [],
  );
  return [...new Set(sizes)];
}

function startersOf(plan: Plan): Record<TargetName, StartTarget> {
  const talking = plan.people;
  return {
    plaza: startPlaza({ talking, groups: groupsOf(plan, 'plaza') }),
    'plaza-2-nodes': startTwoNodes({
      ...{ people: plan.people, talking, groups: groupsOf(plan, 'plaza-2-nodes') },
    }),
    'ejabberd-sql': (around) => startEjabberd(around, 'sql'),
    'ejabberd-mnesia': (around) => startEjabberd(around, 'mnesia'),
    'prosody-sql': (around) => startProsody(around, 'sql'),
    'prosody-internal': (around) => startProsody(around, 'internal'),
    mosquitto: startMosquitto,
    nats: startNats,
  };
}

type Open = Map<TargetName, Stage>;

/** Who needs accounts for how many: those who talk, and those who are idle. */
const accountsOf = (plan: Plan, name: TargetName) =>
  Math.max(plan.people, plan.idle.get(name) ?? 0);

async function openTargets(plan: Plan, around: Omit<Surroundings, 'people'>, tell: Tell) {
  const starters = startersOf(plan);
  const targets: Target[] = [];
  const absent: string[] = [];
  for (const name of targetsOf(plan)) {
    const people = accountsOf(plan, name);
    const startMs = performance.now();
    try {
      const target = await starters[name]({ ...around, people });
      targets.push(target);
      await register(target, people);
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      tell(`${name} is open with ${people} accounts (${seconds} s)`);
    } catch (error) {
      if (!(error instanceof NotInstalled)) throw error;
      absent.push(error.message);
      tell(`${error.message}; the bench goes on without it`);
    }
  }
  return { targets, absent };
}

async function openStages(plan: Plan, targets: readonly Target[], tell: Tell): Promise<Open> {
  const stages: Open = new Map();
  for (const target of targets) {
    const stage = await openStage(target, plan.people, groupsOf(plan, target.name));
    stages.set(target.name, stage);
    tell(`${plan.people} people are at ${target.name} (${stage.signInsPerSecond.toFixed(0)}/s)`);
  }
  return stages;
}

/** What a disk still has to write is not the next one's fault. */
function syncDisks(): void {
  try {
    execFileSync('sync');
  } catch {
    // Where there is no such program, the disk is as it is.
  }
}

/** Takes one round; null, after a clear line, where the target fails at it. */
async function attempt(
  stage: Stage,
  { name, work }: Measure,
  { databasePid, tell }: { databasePid: number; tell: Tell },
): Promise<Taken | null> {
  const target = stage.target.name;
  try {
    const taken = await take(stage, work, databasePid);
    const { perSecond, p50Ms, p99Ms, lost } = taken.seen;
    const times = `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)} ms`;
    const missing = lost > 0 ? `, LOST ${lost}` : '';
    tell(`${name}: ${target} ${perSecond.toFixed(0)}/s, ${times}${missing}`);
    return taken;
  } catch (error) {
    tell(`${name}: ${target} FAILED: ${(error as Error).message}`);
    return null;
  }
}

type Takings = Map<Measure, Map<TargetName, Taken[]>>;

/** The best that a target did when nobody held it back; null while that is not known. */
function bestOf(takings: Takings, name: TargetName): number | null {
  const rates = [...takings].flatMap(([{ work }, byName]) =>
    work.kind === 'saturate' ? (byName.get(name) ?? []).map(({ seen }) => seen.perSecond) : [],
  );
  return rates.length === 0 ? null : Math.max(...rates);
}

async function measureAll(plan: Plan, stages: Open, databasePid: number, tell: Tell) {
  const takings: Takings = new Map();
  const beyond: { measure: Measure; name: TargetName }[] = [];
  const failed: string[] = [];
  for (const measure of plan.measures) {
    const byName = new Map<TargetName, Taken[]>();
    takings.set(measure, byName);
    for (let round = 0; round < measure.rounds; round += 1) {
      for (const name of measure.targets) {
        const stage = stages.get(name);
        if (stage === undefined) continue;
        const { work } = measure;
        if (work.kind === 'rate' && (bestOf(takings, name) ?? Infinity) < work.perSecond) {
          if (round === 0) beyond.push({ measure, name });
          continue;
        }
        syncDisks();
        await pause(betweenMs);
        const taken = await attempt(stage, measure, { databasePid, tell });
        if (taken === null) failed.push(`${name}: ${measure.name}`);
        else byName.set(name, [...(byName.get(name) ?? []), taken]);
      }
    }
  }
  return { taken: takings, beyond, failed };
}

/** Runs the plan: everybody is open all the time, and the rounds alternate. */
export async function runPlan(
  plan: Plan,
  { database, databasePid, folder }: Omit<Surroundings, 'people'> & { databasePid: number },
  tell: Tell,
): Promise<Outcome> {
  const { targets, absent } = await openTargets(plan, { database, folder }, tell);
  try {
    const idle = await measureIdle(plan, targets);
    const stages = await openStages(plan, plan.measures.length > 0 ? targets : [], tell);
    const measured = await measureAll(plan, stages, databasePid, tell);
    for (const { generator } of stages.values()) generator.stop();
    const signInsPerSecond = new Map(
      [...stages].map(([name, stage]) => [name, stage.signInsPerSecond]),
    );
    return { ...measured, idle, signInsPerSecond, absent };
  } finally {
    for (const target of targets) await target.stop();
  }
}
