import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from './generate/all.ts';
import { migrationListPath } from './tidy/rules/migrations.ts';
import { readTree } from './tidy/tree.ts';

// Writes every generated file, or with `--check` says which ones are not current.
// `--refreeze` records migrations anew; only for those that never left your machine.
const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
if (process.argv.includes('--refreeze')) rmSync(join(root, migrationListPath), { force: true });

const tree = readTree(root);
const wanted = generatedFiles(tree);
const stale = Object.entries(wanted).filter(([path, text]) => tree.byPath.get(path)?.text !== text);
const gone = tree.files
  .map((file) => file.path)
  .filter((path) => path.startsWith('docs/protocol/') && !(path in wanted));

for (const [path, text] of stale) {
  console.log(`${isCheck ? 'not current' : 'written'}: ${path}`);
  if (isCheck) continue;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
for (const path of gone) {
  console.log(`${isCheck ? 'left over' : 'removed'}: ${path}`);
  if (!isCheck) rmSync(join(root, path));
}
if (isCheck && stale.length + gone.length > 0) {
  console.log('Run "npm run generate" and commit what it writes.');
  process.exitCode = 1;
}
