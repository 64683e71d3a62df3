import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFacts } from './facts.ts';
import type { Tree, TreeFile } from './rule.ts';

const textEndings = /\.(ts|tsx|js|mjs|json|sql|css|html|md|sh|yml|yaml|po|txt|wxml|wxss)$/;
const sourceEndings = /\.(ts|tsx|mjs)$/;
const skippedFolders =
  /^(node_modules|\.git|dist|coverage|test-results|playwright-report|\.vite)$|^\.?data/;

/** Reads the repository from disk. Generated and installed folders are left out. */
export function readTree(root: string): Tree {
  const entries: Record<string, string> = {};
  collect(root, '', entries);
  return treeOf(entries);
}

/** Builds a tree from texts in memory, which is how the rules' own tests plant violations. */
export function treeOf(entries: Readonly<Record<string, string>>): Tree {
  const files = Object.entries(entries).map(([path, text]) => fileOf(path, text));
  return { files, byPath: new Map(files.map((file) => [file.path, file])) };
}

function fileOf(path: string, text: string): TreeFile {
  return {
    path,
    text,
    lines: text.split('\n'),
    facts: sourceEndings.test(path) ? readFacts(path, text) : undefined,
  };
}

function collect(root: string, folder: string, entries: Record<string, string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const isRootOnly = entry.name.startsWith('data') || entry.name.startsWith('.data');
      if (skippedFolders.test(entry.name) && !(isRootOnly && folder !== '')) {
        continue;
      }
      collect(root, path, entries);
    } else if (textEndings.test(entry.name) || path === '.ci/run') {
      entries[path] = readFileSync(join(root, path), 'utf8');
    }
  }
}
