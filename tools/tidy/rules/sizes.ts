import { isTest } from '../places.ts';
import type { Finding, Rule, TreeFile } from '../rule.ts';

export const limits = {
  sourceLines: 400,
  testLines: 800,
  functionLines: 70,
  componentLines: 120,
  params: 4,
  columns: 100,
  classNameColumns: 140,
} as const;

/** Whatever has no limit grows one giant file or function per god noun. */
export const sizes: Rule = {
  name: 'sizes',
  *check(tree) {
    for (const file of tree.files) {
      if (!/\.(ts|tsx|mjs|sql|css)$/.test(file.path)) continue;
      yield* fileLength(file);
      yield* functionSizes(file);
      yield* lineLengths(file);
    }
  },
};

function* fileLength(file: TreeFile): Generator<Finding> {
  const count = file.text.endsWith('\n') ? file.lines.length - 1 : file.lines.length;
  const limit = isTest(file.path) ? limits.testLines : limits.sourceLines;
  if (count <= limit) return;
  yield { path: file.path, line: limit + 1, message: `${count} lines, the limit is ${limit}` };
}

function* functionSizes(file: TreeFile): Generator<Finding> {
  for (const fact of file.facts?.functions ?? []) {
    const name = fact.name === '' ? 'a function' : fact.name;
    const isComponent = file.path.endsWith('.tsx') && /^[A-Z]/.test(fact.name);
    const limit = isComponent ? limits.componentLines : limits.functionLines;
    const isBody = isTest(file.path) && fact.isArgument;
    if (fact.lineCount > limit && !isBody) {
      const message = `${name} has ${fact.lineCount} lines, the limit is ${limit}`;
      yield { path: file.path, line: fact.line, message };
    }
    if (fact.paramCount > limits.params) {
      const message = `${name} has ${fact.paramCount} parameters: take an options object`;
      yield { path: file.path, line: fact.line, message };
    }
  }
}

function* lineLengths(file: TreeFile): Generator<Finding> {
  for (const [index, line] of file.lines.entries()) {
    if (line.length <= limits.columns || isUnbreakable(line)) continue;
    const limit = columnLimit(file.path, line);
    const length = Array.from(line).length;
    if (length <= limit) continue;
    const message = `${length} columns, the limit is ${limit}`;
    yield { path: file.path, line: index + 1, message };
  }
}

/** One long word (an address, a drawn path) cannot be wrapped. */
function isUnbreakable(line: string): boolean {
  return line.split(/\s+/).some((word) => word.length > 60);
}

/** Class lists are one string that the formatter keeps whole; they get some more room. */
function columnLimit(path: string, line: string): number {
  const isClassList = /class(Name|es)?\b|^\s*['"`][^'"`]*['"`],?$/i.test(line);
  return path.endsWith('.tsx') && isClassList ? limits.classNameColumns : limits.columns;
}
