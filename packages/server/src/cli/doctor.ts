import { systemClock } from '@plaza/base';
import { loadConfig } from '../config.ts';
import { checkCurrencies } from './checks/currencies.ts';
import { checkDatabase } from './checks/database.ts';
import { checkDataFolder } from './checks/data-folder.ts';
import {
  checkClock,
  checkDisk,
  checkMemory,
  checkRuntime,
  checkWebClient,
} from './checks/machine.ts';
import { checkNats, checkPort, checkReach, checkRelay } from './checks/network.ts';
import { ok, problem, type Check, type Finding } from './finding.ts';

const checks: readonly Check[] = [
  ...[checkRuntime, checkClock, checkMemory, checkDisk, checkDataFolder],
  ...[checkCurrencies, checkDatabase, checkNats, checkPort, checkReach, checkRelay],
  checkWebClient,
];

const marks = { ok: '✓', warning: '!', problem: '✗' } as const;

/** Looks at everything a start depends on, without changing anything. */
export async function examine(env: NodeJS.ProcessEnv, argv: readonly string[]): Promise<Finding[]> {
  const loaded = loadConfig(env, argv);
  if (!loaded.ok) {
    return loaded.problems.map(({ setting, message, cure }) =>
      problem(`${setting}: ${message}`, cure),
    );
  }
  const findings: Finding[] = [ok('the settings fit together')];
  for (const check of checks) {
    findings.push(...(await check({ config: loaded.config, clock: systemClock })));
  }
  return findings;
}

/** The findings as text, the cure below each one that needs it. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map(({ level, message, cure }) => {
    const line = `${marks[level]} ${message.replaceAll('\n', '\n    ')}`;
    return cure === undefined ? line : `${line}\n  → ${cure}`;
  });
  const bad = findings.filter(({ level }) => level === 'problem').length;
  const verdict = bad === 0 ? 'Plaza can start.' : `${bad} to mend before Plaza can start.`;
  return `${lines.join('\n')}\n\n${verdict}\n`;
}
