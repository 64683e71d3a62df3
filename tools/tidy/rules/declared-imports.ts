import { isTestSupport, matchesAny, npmAllowed, placeOf } from '../places.ts';
import { resolveImport } from '../resolve.ts';
import type { Rule, Tree, TreeFile } from '../rule.ts';

/** A package imports only what its own package.json declares; npm's hoisting hides the rest. */
export const declaredImports: Rule = {
  name: 'declared-imports',
  *check(tree) {
    const root = declaredIn(tree, 'package.json');
    const anywhere = declaredAnywhere(tree);
    for (const file of tree.files) {
      const folder = /^packages\/[^/]+\/|^services\/[^/]+\//.exec(file.path)?.[0] ?? '';
      const own = folder === '' ? anywhere : declaredIn(tree, `${folder}package.json`);
      const isSupport = isTestSupport(file.path) || isConfig(file.path, folder);
      const known = isSupport ? new Set([...own, ...root]) : own;
      for (const fact of file.facts?.imports ?? []) {
        const message = judge(tree, { file, known, folder }, fact.specifier);
        if (message !== undefined) yield { path: file.path, line: fact.line, message };
      }
    }
  },
};

type Importer = {
  readonly file: TreeFile;
  readonly known: ReadonlySet<string>;
  readonly folder: string;
};

function judge(tree: Tree, from: Importer, specifier: string): string | undefined {
  const { layer } = placeOf(from.file.path);
  const target = resolveImport(tree, from.file.path, specifier);
  if (target.kind === 'file' && target.byName && from.folder !== '') {
    const name = specifier.split('/').slice(0, 2).join('/');
    const isSelf = from.folder === `packages/${name.slice('@plaza/'.length)}/`;
    return isSelf || from.known.has(name) ? undefined : `"${name}" is not declared`;
  }
  if (target.kind !== 'npm' && target.kind !== 'node') return undefined;
  const limits = npmAllowed[layer];
  if (limits !== undefined && !isTestSupport(from.file.path) && !matchesAny(limits, specifier)) {
    return `${layer} must not use "${specifier}"`;
  }
  if (target.kind === 'node') return undefined;
  const typesName = `@types/${target.name.replace(/^@/, '').replace('/', '__')}`;
  if (from.known.has(target.name) || from.known.has(typesName)) return undefined;
  return `"${target.name}" is not declared in ${from.folder}package.json`;
}

function isConfig(path: string, folder: string): boolean {
  return /^(build\/)?[^/]+$/.test(path.slice(folder.length));
}

/** Tests, benches and tools are never published; they use what the packages that they try use. */
function declaredAnywhere(tree: Tree): ReadonlySet<string> {
  const paths = tree.files.map((file) => file.path);
  const manifests = paths.filter((path) => /^(packages\/[^/]+\/)?package\.json$/.test(path));
  return new Set(manifests.flatMap((path) => [...declaredIn(tree, path)]));
}

function declaredIn(tree: Tree, path: string): ReadonlySet<string> {
  const manifest = tree.byPath.get(path);
  if (manifest === undefined) return new Set();
  const parsed = JSON.parse(manifest.text) as Record<string, Record<string, string> | undefined>;
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return new Set(groups.flatMap((group) => Object.keys(parsed[group] ?? {})));
}
