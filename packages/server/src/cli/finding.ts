import type { Clock } from '@plaza/base';
import type { Config } from '../config.ts';

export type Finding = {
  level: 'ok' | 'warning' | 'problem';
  message: string;
  /** What the operator can do; every warning and problem has one. */
  cure?: string;
};

export type CheckContext = { config: Config; clock: Clock };

/** One thing that `plaza doctor` looks at. */
export type Check = (context: CheckContext) => Promise<Finding[]>;

export const ok = (message: string): Finding => ({ level: 'ok', message });
export const warning = (message: string, cure: string): Finding => ({
  ...{ level: 'warning', message, cure },
});
export const problem = (message: string, cure: string): Finding => ({
  ...{ level: 'problem', message, cure },
});
