import { isTest, isTestSupport, mayImport, placeOf } from '../places.ts';
import { resolveImport } from '../resolve.ts';
import type { Rule, Tree, TreeFile } from '../rule.ts';
import type { ImportFact } from '../facts.ts';

/** Keeps the matrix of who may import whom, and that modules meet only through their index. */
export const layers: Rule = {
  name: 'layers',
  *check(tree) {
    for (const file of tree.files) {
      for (const fact of file.facts?.imports ?? []) {
        const message = judge(tree, file, fact);
        if (message !== undefined) yield { path: file.path, line: fact.line, message };
      }
    }
  },
};

function judge(tree: Tree, file: TreeFile, fact: ImportFact): string | undefined {
  const target = resolveImport(tree, file.path, fact.specifier);
  if (target.kind === 'missing') return `"${fact.specifier}" leads to no file (write the ending)`;
  if (target.kind !== 'file') return undefined;
  return (
    judgeLayer(file.path, target.path, fact) ??
    judgePart(file.path, target.path) ??
    judgePackage(file.path, target.path, target.byName)
  );
}

function judgeLayer(from: string, to: string, fact: ImportFact): string | undefined {
  const source = placeOf(from).layer;
  const target = placeOf(to).layer;
  if (source === target || isAllowedInTests(from, to)) return undefined;
  const allowance = mayImport[source][target];
  if (allowance === undefined) return `${source} must not import ${target} (${to})`;
  if (allowance === 'types' && !fact.typeOnly && !isTestSupport(from)) {
    return `${source} may import only types of ${target}: write "import type"`;
  }
  return undefined;
}

/** Tests may start the server, wherever they stand, but a module's inside stays its own. */
function isAllowedInTests(from: string, to: string): boolean {
  if (!isTestSupport(from)) return false;
  const source = placeOf(from).layer;
  const target = placeOf(to).layer;
  if (source === 'kernel') return target === 'server';
  if (source === 'module') return target === 'server';
  return isTest(from) && source === 'test' && isFace(to);
}

/** Modules, kernel parts and web features are entered only by their index. */
function judgePart(from: string, to: string): string | undefined {
  const source = placeOf(from);
  const target = placeOf(to);
  if (target.part === '' || (source.layer === target.layer && source.part === target.part)) {
    return undefined;
  }
  const guarded =
    target.layer === 'module' ||
    target.layer === 'web' ||
    (target.layer === 'kernel' && source.layer === 'module');
  if (!guarded || isFace(to) || (isTestSupport(from) && target.layer === 'kernel')) {
    return undefined;
  }
  return `import ${target.layer} "${target.part}" only through its index, not ${to}`;
}

function isFace(path: string): boolean {
  return /\/index\.tsx?$/.test(path) || /\/kernel\/[^/]+\.ts$/.test(path);
}

function judgePackage(from: string, to: string, byName: boolean): string | undefined {
  const source = packageOf(from);
  const target = packageOf(to);
  if (byName || source === target || target === '' || source === '') return undefined;
  return `import another package by its name, not by the path ${to}`;
}

function packageOf(path: string): string {
  return /^packages\/([^/]+)\//.exec(path)?.[1] ?? '';
}
