import { environment } from '../config.ts';
import { auditBooks } from './audit-books.ts';
import { examine, report } from './doctor.ts';
import { listSettings } from './settings-list.ts';
import { writeTurnConfig } from './turn-config.ts';
import { verifyProofs } from './verify.ts';

type Command = { sentence: string; run(argv: readonly string[]): Promise<number> };

const commands: Record<string, Command> = {
  doctor: {
    sentence: 'Says what would keep Plaza from starting, and what to do about it.',
    async run(argv) {
      const findings = await examine(environment(), argv);
      process.stdout.write(report(findings));
      return findings.some(({ level }) => level === 'problem') ? 1 : 0;
    },
  },
  settings: {
    sentence: 'Lists every setting: what it does, its default and its present value.',
    async run() {
      process.stdout.write(listSettings(environment()));
      return 0;
    },
  },
  verify: {
    sentence: 'Checks a receipt or signed heads, of any city, offline; see --help.',
    run: async (argv) => say(await verifyProofs(argv)),
  },
  'audit-books': {
    sentence: 'Recomputes the whole ledger and names the first row that was changed; see --help.',
    run: async (argv) => say(await auditBooks(environment(), argv)),
  },
  'turn-config': {
    sentence: 'Writes a safe configuration of coturn, the relay for calls; see --help.',
    async run(argv) {
      const { text, code } = writeTurnConfig(environment(), argv);
      (code === 0 ? process.stdout : process.stderr).write(text);
      return code;
    },
  },
};

function say({ text, code }: { text: string; code: number }): number {
  (code === 2 ? process.stderr : process.stdout).write(text);
  return code;
}

function help(): string {
  const lines = Object.entries(commands).map(([name, { sentence }]) => `  ${name}  ${sentence}`);
  return `Usage: npm run plaza -- <command>\n\n${lines.join('\n')}\n`;
}

async function main([name = 'help', ...argv]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command.run(argv);
  process.stdout.write(help());
  return name === 'help' ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2));
