import { secureRandom, systemClock } from '@plaza/base';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig, type Config } from '../config.ts';
import { DatabaseStartError, openDatabase, type Database } from '../kernel/db/index.ts';
import { auditChain, createLedger } from '../modules/ledger/index.ts';
import { auditHeads } from '../modules/proofs/index.ts';

const help = `Usage: npm run -s plaza -- audit-books [--heads <folder> --key <key or file>]

Recomputes the books of this city: the hash chain along every row, what each account adds up to,
and the signed head of each day. Names the first row that does not fit. With --heads it also holds
them against heads that somebody kept elsewhere, as GET /proofs/heads/<day> gave them.
`;

type Spoken = { text: string; code: number };
type Kept = { heads: string[]; keys: string[] };

const quiet = { info() {}, warn() {}, error() {} };

async function keptFrom(place: string | undefined, key: string | undefined): Promise<Kept | null> {
  if (place === undefined) return null;
  if (key === undefined) throw new Error('heads that were kept need the key that was kept: --key');
  const isFolder = (await stat(place)).isDirectory();
  const files = isFolder
    ? (await readdir(place)).toSorted().map((one) => path.join(place, one))
    : [place];
  const isKey = key.startsWith('plaza-') && key.includes('+');
  return {
    heads: await Promise.all(files.map((file) => readFile(file, 'utf8'))),
    keys: [isKey ? key : (await readFile(key, 'utf8')).trim()],
  };
}

async function audit(db: Database, kept: Kept | null): Promise<Spoken> {
  const around = { clock: systemClock, random: secureRandom, log: quiet };
  // Never started: it reads, and does not write.
  const ledger = createLedger({ db, ...around });
  const chain = await auditChain(db);
  const told = [`${chain.events} rows in ${chain.links} links; the head is ${chain.head}`];
  if (chain.linkedLater > 0) {
    told.push(`${chain.linkedLater} of them are older than the chain and were linked as found`);
  }
  if (chain.fault !== null) {
    return { text: `${told.join('\n')}\n✗ ${chain.fault.words}\n`, code: 1 };
  }
  told.push('✓ every row is as it was written, and every account adds up');
  for (const [of, heads] of [
    ['signed by the city', null],
    ['kept elsewhere', kept],
  ] as const) {
    if (of === 'kept elsewhere' && heads === null) continue;
    const { days, fault } = await auditHeads({ db, ledger }, heads);
    if (fault !== null) {
      return { text: `${told.join('\n')}\n✗ ${fault.day}: ${fault.words}\n`, code: 1 };
    }
    told.push(`✓ the books are those of the ${days} heads ${of}`);
  }
  return { text: `${told.join('\n')}\n`, code: 0 };
}

/** As it is: whoever audits changes nothing. */
function open(config: Config): Promise<Database> {
  return openDatabase({
    ...{ url: config.databaseUrl, dataDir: config.dataDir, maxConnections: 4 },
    ...{ clock: systemClock, random: secureRandom, log: quiet },
  });
}

/** Recomputes the whole ledger; the city need not run, and with its own database it must not. */
export async function auditBooks(env: NodeJS.ProcessEnv, argv: readonly string[]): Promise<Spoken> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { heads: { type: 'string' }, key: { type: 'string' }, help: { type: 'boolean' } },
    });
    if (values.help === true) return { text: help, code: 0 };
    const loaded = loadConfig(env, []);
    if (!loaded.ok) return { text: 'The settings do not fit: run doctor.\n', code: 2 };
    const kept = await keptFrom(values.heads, values.key);
    await using db = await open(loaded.config);
    return await audit(db, kept);
  } catch (error) {
    const { message } = error as Error;
    const cure = error instanceof DatabaseStartError ? `\n  → ${error.cure}` : '';
    return { text: `${message}${cure}\n\n${help}`, code: 2 };
  }
}
