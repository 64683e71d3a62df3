import type { Facts } from './facts.ts';

/** One file of the tree; `facts` are read only for TypeScript and JavaScript. */
export interface TreeFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly facts: Facts | undefined;
}

/** The whole repository as the rules see it. Paths are relative and use forward slashes. */
export interface Tree {
  readonly files: readonly TreeFile[];
  readonly byPath: ReadonlyMap<string, TreeFile>;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** A rule looks at the whole tree, because most of them compare files with one another. */
export interface Rule {
  readonly name: string;
  check(tree: Tree): Iterable<Finding>;
}
