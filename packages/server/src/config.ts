import { join, resolve } from 'node:path';
import { parseFlags, type Flags } from './config/flags.ts';
import { nearNames } from './config/near-names.ts';
import { parseSetting } from './config/parse.ts';
import type { Problem } from './config/problem.ts';
import { settings, type Setting, type SettingKey, type SettingValues } from './config/settings.ts';

export { flags } from './config/flags.ts';
export type { Problem } from './config/problem.ts';
export { settings, type Setting, type SettingKey } from './config/settings.ts';

/** All settings, validated, with what follows from them filled in. */
export type Config = Omit<SettingValues, 'host' | 'filesDir' | 'proofsKey' | 'sealKey'> & {
  host: string;
  filesDir: string;
  proofsKey: string;
  sealKey: string;
  lan: boolean;
  demo: boolean;
  seed: number;
};

export type LoadedConfig = { ok: true; config: Config } | { ok: false; problems: Problem[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of the process; the one place of the server that asks for them. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/** Reads and checks every setting at once, so that an operator sees all problems together. */
export function loadConfig(
  env: Environment = environment(),
  argv: readonly string[] = process.argv.slice(2),
): LoadedConfig {
  const problems: Problem[] = [];
  const given = parseFlags(argv, problems);
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(settings) as [SettingKey, Setting][]) {
    values[key] = readSetting(setting, textOf(setting, env, given), problems);
  }
  problems.push(...misspelt(env));
  const config = complete(values as SettingValues, given);
  problems.push(...contradictions(config));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

function textOf(setting: Setting, env: Environment, given: Flags): string | undefined {
  if (setting.name === settings.port.name && given.port !== undefined) return given.port;
  // An empty variable is how compose files and shells write "unset".
  return env[setting.name]?.trim() || undefined;
}

function readSetting(setting: Setting, text: string | undefined, problems: Problem[]): unknown {
  if (text === undefined) {
    return setting.type === 'path' && setting.default ? resolve(setting.default) : setting.default;
  }
  const parsed = parseSetting(setting, text);
  if ('value' in parsed) return parsed.value;
  problems.push({ setting: setting.name, ...parsed });
  return setting.default;
}

function complete(values: SettingValues, { lan, demo, seed }: Flags): Config {
  const open = lan || values.publicUrl !== undefined;
  return {
    ...values,
    host: values.host ?? (open ? '0.0.0.0' : '127.0.0.1'),
    filesDir: values.filesDir ?? join(values.dataDir, 'files'),
    proofsKey: values.proofsKey ?? join(values.dataDir, 'keys', 'proofs.pem'),
    sealKey: values.sealKey ?? join(values.dataDir, 'keys', 'seal.key'),
    ...{ lan, demo, seed },
  };
}

/** A misspelt name would be ignored in silence, and the server would use another database. */
function misspelt(env: Environment): Problem[] {
  const known = Object.values(settings).map(({ name }) => name as string);
  return Object.keys(env)
    .filter((name) => name.startsWith('PLAZA_') && !known.includes(name))
    .flatMap((name) => {
      const near = nearNames(name, known);
      if (near.length === 0) return [];
      const cure = `Did you mean ${near.join(' or ')}?`;
      return [{ setting: name, message: 'there is no such setting', cure }];
    });
}

const originPattern = /^https?:\/\/(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

const relayPattern = /^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/;
const stunPattern = /^stuns?:[^\s/?]+$/;

function relayProblems({ stunUrls, turnUrls, turnSecret }: Config): Problem[] {
  const problems: Problem[] = [];
  const odd = [
    ...turnUrls.filter((url) => !relayPattern.test(url)),
    ...stunUrls.filter((url) => !stunPattern.test(url)),
  ];
  if (odd.length > 0) {
    problems.push({
      setting: settings.turnUrls.name,
      message: `"${odd.join('", "')}" is no address of a relay`,
      cure: 'Give addresses such as turn:turn.example.org:3478?transport=udp, or stun:… for STUN.',
    });
  }
  if (turnUrls.length > 0 !== (turnSecret !== undefined)) {
    problems.push({
      setting: settings.turnSecret.name,
      message: 'a relay needs its addresses and the secret that it shares with this server',
      cure: 'Set PLAZA_TURN_URLS and PLAZA_TURN_SECRET together; see docs/operate/calls.md.',
    });
  }
  return problems;
}

/** What is no origin; push has two words besides. */
function oddOrigins({ previewOrigins, pushOrigins, callbackOrigins }: Config): Problem[] {
  const lists = [
    { setting: settings.previewOrigins.name, origins: previewOrigins, words: [] as string[] },
    { setting: settings.pushOrigins.name, origins: pushOrigins, words: ['known', 'none'] },
    { setting: settings.callbackOrigins.name, origins: callbackOrigins, words: [] as string[] },
  ];
  return lists.flatMap(({ setting, origins, words }) => {
    const odd = origins.filter((each) => !originPattern.test(each) && !words.includes(each));
    if (odd.length === 0) return [];
    const message = `"${odd.join('", "')}" is no origin`;
    const cure = 'Give origins such as https://example.org or https://*.example.org.';
    return [{ setting, message, cure }];
  });
}

function contradictions(config: Config): Problem[] {
  const problems: Problem[] = [];
  if (config.natsUrl !== undefined && config.databaseUrl === undefined) {
    problems.push({
      setting: settings.natsUrl.name,
      message: 'several nodes need one database that all of them reach',
      cure: 'Set PLAZA_DATABASE_URL too, or unset PLAZA_NATS_URL.',
    });
  }
  problems.push(...oddOrigins(config));
  problems.push(...relayProblems(config));
  if (config.lan && config.publicUrl !== undefined) {
    problems.push({
      setting: '--lan',
      message: '--lan makes its own address, and PLAZA_PUBLIC_URL gives another one',
      cure: 'Use one of the two.',
    });
  }
  return problems;
}
