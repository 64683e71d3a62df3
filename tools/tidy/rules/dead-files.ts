import { posix } from 'node:path';
import { entryPoints, isTestSupport, matchesAny } from '../places.ts';
import { resolveImport } from '../resolve.ts';
import type { Rule, Tree, TreeFile } from '../rule.ts';

/** Code that nothing starts is deleted. What only tests load is named `testing*`. */
export const deadFiles: Rule = {
  name: 'dead-files',
  *check(tree) {
    const product = reach(
      tree,
      tree.files.filter((f) => isEntry(tree, f)),
    );
    const withTests = reach(
      tree,
      tree.files.filter((f) => isTestSupport(f.path)),
    );
    for (const { path, facts } of tree.files) {
      if (facts === undefined || product.has(path)) continue;
      if (!/^(packages|services|bench|tools)\//.test(path) || isTestSupport(path)) continue;
      const isTool = /^(bench|tools)\//.test(path);
      if (isTool && withTests.has(path)) continue;
      const message = withTests.has(path)
        ? 'only tests use this: name it testing*.ts or delete it'
        : 'nothing imports this file';
      yield { path, line: 1, message };
    }
  },
};

function isEntry(tree: Tree, file: TreeFile): boolean {
  if (isTestSupport(file.path)) return false;
  if (matchesAny(entryPoints, file.path)) return true;
  const folder = /^packages\/[^/]+\//.exec(file.path)?.[0];
  const manifest = folder === undefined ? undefined : tree.byPath.get(`${folder}package.json`);
  const local = folder === undefined ? '' : `./${file.path.slice(folder.length)}`;
  return manifest?.text.includes(`"${local}"`) ?? false;
}

function reach(tree: Tree, starts: readonly TreeFile[]): Set<string> {
  const seen = new Set(starts.map((file) => file.path));
  const queue = [...starts];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const path of neighbours(tree, file)) {
      const next = tree.byPath.get(path);
      if (next === undefined || seen.has(path)) continue;
      seen.add(path);
      queue.push(next);
    }
  }
  return seen;
}

/** Imports, and any text that names a file: workers and child processes are started by path. */
function* neighbours(tree: Tree, file: TreeFile): Generator<string> {
  for (const fact of file.facts?.imports ?? []) {
    const target = resolveImport(tree, file.path, fact.specifier);
    if (target.kind === 'file') yield target.path;
  }
  for (const { value } of file.facts?.texts ?? []) {
    if (!/\.(ts|tsx|mjs)$/.test(value)) continue;
    yield posix.normalize(posix.join(posix.dirname(file.path), value));
    yield value.replace(/^\.?\//, '');
  }
}
