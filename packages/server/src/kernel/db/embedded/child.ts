import { execFile } from 'node:child_process';

/** Nothing of the caller's environment (PG* variables, locales) may reach the server. */
export const cleanEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

export type Outcome = { ok: boolean; output: string };

/** Runs a command to its end. `command[0]` is the program. */
export function run(command: readonly string[], cwd = '/'): Promise<Outcome> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    execFile(program, args, { env: cleanEnvironment, cwd }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: output === '' && error ? error.message : output });
    });
  });
}
