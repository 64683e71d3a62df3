import { fileURLToPath } from 'node:url';
import { tidy } from './tidy.ts';
import { readTree } from './tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const only = process.argv.slice(2);
const tree = readTree(root);
const violations = tidy(tree).filter(
  ({ path }) => only.length === 0 || only.some((start) => path.startsWith(start)),
);
for (const { path, line, rule, message } of violations) {
  console.log(`${path}:${line} ${rule} ${message}`);
}
if (violations.length === 0) console.log(`${tree.files.length} files are tidy.`);
process.exitCode = violations.length === 0 ? 0 : 1;
