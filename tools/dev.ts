import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

// `npm run dev -- <flags of npm start>`: the server starts again when its code changes and the
// web client is built again when its own does; reload the page to see it.
const server = start(process.execPath, [
  '--watch',
  '--watch-preserve-output',
  'packages/server/src/main.ts',
  ...process.argv.slice(2),
]);
const web = start('vite', ['build', '--watch', '--logLevel', 'warn'], 'packages/web');

const children = [server, web];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    for (const other of children) if (other !== child) other.kill('SIGTERM');
  });
}

function start(program: string, args: readonly string[], cwd = '.'): ChildProcess {
  return spawn(program, [...args], { cwd, stdio: 'inherit' });
}
