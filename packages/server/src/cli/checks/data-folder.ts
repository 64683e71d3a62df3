import { access, constants, stat } from 'node:fs/promises';
import { isDataFolderInUse, nearestFolder } from '../../kernel/db/index.ts';
import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

export const checkDataFolder: Check = async ({ config }) => {
  const { dataDir } = config;
  const found = await stat(dataDir).catch(() => null);
  if (found && !found.isDirectory()) {
    return [problem(`${dataDir} is a file`, 'Set PLAZA_DATA_DIR to a folder.')];
  }
  const existing = await nearestFolder(dataDir);
  const writable = await access(existing, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    return [
      problem(
        `the data folder ${dataDir} cannot be written by this user`,
        'Change its owner (chown), or set PLAZA_DATA_DIR to a folder that this user may write.',
      ),
    ];
  }
  const findings: Finding[] = [ok(`the data folder is ${dataDir}`)];
  if (existing === dataDir) findings.push(...(await checkPrivacy(dataDir)));
  if (await isDataFolderInUse(dataDir)) {
    findings.push(
      warning(
        'a running Plaza uses the data folder; a second one would not start',
        'Stop it before you start another, or give the other a PLAZA_DATA_DIR of its own.',
      ),
    );
  }
  return findings;
};

async function checkPrivacy(folder: string): Promise<Finding[]> {
  const { mode } = await stat(folder);
  // Passing through (o+x) is needed where PostgreSQL runs as another user; looking into it is not.
  if ((mode & 0o066) === 0) return [];
  const cure = `Close it: chmod go-rw ${folder}`;
  return [warning(`other users of this machine may look into ${folder}`, cure)];
}
