import type { Finding, Rule } from '../rule.ts';

interface LockEntry {
  readonly optionalDependencies?: Record<string, string>;
}

/** The lock file holds no download address, and every platform's package of what it names. */
export const lockFile: Rule = {
  name: 'lock-file',
  *check(tree) {
    const path = 'package-lock.json';
    const file = tree.byPath.get(path);
    if (file === undefined) return;
    for (const [index, line] of file.lines.entries()) {
      if (/"resolved": "https?:/.test(line)) {
        yield { path, line: index + 1, message: 'a download address: keep .npmrc as it is' };
      }
    }
    yield* missingPlatforms(path, file.text);
  },
};

/** npm drops an optional package that its registry lacks in silence, and then `npm ci` fails. */
function* missingPlatforms(path: string, text: string): Generator<Finding> {
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, LockEntry> };
  for (const [owner, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (`${owner}/node_modules/${name}` in packages) continue;
      if (ancestors(owner).some((folder) => `${folder}node_modules/${name}` in packages)) continue;
      const message = `${owner || 'the root'} names "${name}", which has no entry`;
      yield { path, line: 1, message };
    }
  }
}

function ancestors(owner: string): string[] {
  const parts = owner.split('node_modules/');
  return parts.map((_, index) => parts.slice(0, index).join('node_modules/'));
}
