import { parseArgs } from 'node:util';
import type { Problem } from './problem.ts';

/** The flags of `npm start -- …`; everything lasting is a setting instead. */
export const flags = {
  lan: { type: 'boolean', sentence: 'Opens Plaza to the local network, over HTTPS.' },
  demo: { type: 'boolean', sentence: 'Fills an empty server with the demo city.' },
  seed: { type: 'string', value: 'N', sentence: 'The seed of the demo city (default 1).' },
  port: { type: 'string', value: 'N', sentence: 'The port to listen on, before PLAZA_PORT.' },
} as const;

export type Flags = { lan: boolean; demo: boolean; seed: number; port: string | undefined };

export function parseFlags(argv: readonly string[], problems: Problem[]): Flags {
  const none: Flags = { lan: false, demo: false, seed: 1, port: undefined };
  let values: { lan?: boolean; demo?: boolean; seed?: string; port?: string };
  try {
    ({ values } = parseArgs({ args: [...argv], options: flags, strict: true }));
  } catch (error) {
    problems.push({
      setting: 'command line',
      message: (error as Error).message,
      cure: 'Known flags: --lan, --demo, --seed N, --port N.',
    });
    return none;
  }
  const seed = Number(values.seed ?? '1');
  if (!Number.isSafeInteger(seed) || seed < 0 || seed > 0x7fff_ffff) {
    problems.push({
      setting: '--seed',
      message: `"${values.seed}" is not a seed`,
      cure: 'Give a whole number from 0 to 2147483647.',
    });
    return none;
  }
  return { lan: values.lan ?? false, demo: values.demo ?? false, seed, port: values.port };
}
