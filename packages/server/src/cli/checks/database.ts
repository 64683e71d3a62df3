import {
  DatabaseStartError,
  inspectEmbedded,
  inspectServer,
  type ServerFacts,
} from '../../kernel/db/index.ts';
import { ok, problem, warning, type Check, type CheckContext, type Finding } from '../finding.ts';

const oldestVersion = 150_000;
const skewLimitMs = 5_000;

export const checkDatabase: Check = async (context) => {
  const { databaseUrl } = context.config;
  return databaseUrl === undefined ? checkEmbedded(context) : checkServer(databaseUrl, context);
};

async function checkEmbedded({ config }: CheckContext): Promise<Finding[]> {
  try {
    const { how, major } = await inspectEmbedded(config.dataDir);
    const findings = [ok(`the embedded PostgreSQL ${major} runs ${how}`)];
    if (process.getuid?.() === 0 && how !== 'in a user namespace') {
      findings.push(
        warning(
          'this machine forbids user namespaces (unshare), so PostgreSQL runs as another user',
          'Nothing to do if it starts. Better: run Plaza as an ordinary user.',
        ),
      );
    }
    return findings;
  } catch (error) {
    if (error instanceof DatabaseStartError) return [problem(error.message, error.cure)];
    throw error;
  }
}

async function checkServer(url: string, { config, clock }: CheckContext): Promise<Finding[]> {
  let facts: ServerFacts;
  try {
    facts = await inspectServer(url);
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return [problem(`the database does not answer: ${message || code}`, cureFor(code))];
  }
  return judge(facts, { nowMs: clock.nowMs(), pool: config.databaseConnections });
}

/** Hints by PostgreSQL's and the operating system's error codes. */
export function cureFor(code: string | undefined): string {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return 'Start that PostgreSQL, or correct host and port in PLAZA_DATABASE_URL.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'The host name in PLAZA_DATABASE_URL cannot be resolved: correct it.';
    case '28P01':
    case '28000':
      return 'Correct user and password in PLAZA_DATABASE_URL.';
    case '3D000':
      return 'Make the database (createdb), or correct its name in PLAZA_DATABASE_URL.';
    case '53300':
      return 'The server has no connection left: raise its max_connections.';
    default:
      return 'Check PLAZA_DATABASE_URL: host, port, user, password and database name.';
  }
}

/** What to say about a server that answered. */
export function judge(facts: ServerFacts, here: { nowMs: number; pool: number }): Finding[] {
  const version = Number(facts.version);
  const name = `PostgreSQL ${Math.floor(version / 10_000)}`;
  if (version < oldestVersion) {
    return [problem(`the database is ${name}; Plaza needs 15 or later`, 'Upgrade that server.')];
  }
  const findings = [ok(`the database is ${name}`)];
  if (facts.encoding !== 'UTF8') {
    const cure = 'Make the database anew with: createdb --encoding=UTF8 --template=template0.';
    findings.push(problem(`the database's encoding is ${facts.encoding}`, cure));
  }
  if (!facts.ownsDatabase) {
    const cure = 'Let it own the database: alter database … owner to ….';
    findings.push(problem('the user may not create schemas in the database', cure));
  }
  if (facts.superuser) {
    const cure = 'Make an ordinary role for Plaza that owns the database.';
    findings.push(warning('Plaza connects as a superuser of the database', cure));
  }
  if (facts.connectionsAllowed < here.pool + 10) {
    const cure = 'Raise max_connections there, or lower PLAZA_DATABASE_CONNECTIONS.';
    findings.push(warning(`the server allows ${facts.connectionsAllowed} connections`, cure));
  }
  const skewMs = Math.abs(facts.nowMs - here.nowMs);
  if (skewMs > skewLimitMs) {
    const seconds = Math.round(skewMs / 1000);
    const cure = 'Switch on time synchronisation on both machines.';
    findings.push(warning(`its clock differs from this one's by ${seconds} s`, cure));
  }
  return findings;
}
