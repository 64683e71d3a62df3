import { secureRandom, systemClock } from '@plaza/base';
import { banner } from './banner.ts';
import { composeCity } from './compose.ts';
import { CurrenciesError } from './compose/currencies.ts';
import { loadConfig, type Problem } from './config.ts';
import { DatabaseStartError } from './kernel/db/index.ts';

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function explain(problems: readonly Problem[]): string {
  const lines = problems.map(({ setting, message, cure }) => `  ${setting}: ${message}. ${cure}`);
  return ['Plaza cannot start with these settings:', ...lines].join('\n');
}

/** Starts the city and keeps it open until a signal, or until the database is lost. */
async function main(): Promise<void> {
  const loaded = loadConfig();
  if (!loaded.ok) {
    print(explain(loaded.problems));
    process.exitCode = 2;
    return;
  }
  let stopping: Promise<void> | null = null;
  const city = await composeCity(loaded.config, {
    clock: systemClock,
    random: secureRandom,
    checkOutputs: false,
    onFatal: () => void stop(1),
  });
  function stop(exitCode: number): Promise<void> {
    process.exitCode = exitCode;
    stopping ??= city.stop().finally(() => process.exit());
    return stopping;
  }
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  print(banner(city.opened));
}

/** What an operator can mend is said in a sentence; the rest is ours and shows its trace. */
function reasonOf(error: unknown): string | undefined {
  const isOurs = error instanceof DatabaseStartError || error instanceof CurrenciesError;
  if (isOurs) return `${error.message}\n  → ${error.cure}`;
  const { code, port, stack } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken\n  → Set PLAZA_PORT to another one, or stop who has it.`;
  }
  return stack;
}

main().catch((error: unknown) => {
  process.stderr.write(`Plaza could not start: ${reasonOf(error)}\n`);
  process.exit(1);
});
