import type { Rule, Tree, Violation } from './rule.ts';
import { clock } from './rules/clock.ts';
import { consolePrint } from './rules/console-print.ts';
import { deadFiles } from './rules/dead-files.ts';
import { declaredImports } from './rules/declared-imports.ts';
import { environment } from './rules/environment.ts';
import { fileNames } from './rules/file-names.ts';
import { forbiddenWords } from './rules/forbidden-words.ts';
import { honestTests } from './rules/honest-tests.ts';
import { layers } from './rules/layers.ts';
import { leftOut } from './rules/left-out.ts';
import { lockFile } from './rules/lock-file.ts';
import { markers } from './rules/markers.ts';
import { migrations } from './rules/migrations.ts';
import { moduleCircles } from './rules/module-circles.ts';
import { parse } from './rules/parse.ts';
import { silencedChecks } from './rules/silenced-checks.ts';
import { sizes } from './rules/sizes.ts';
import { tableOwner } from './rules/table-owner.ts';
import { webSafety } from './rules/web-safety.ts';

export const rules: readonly Rule[] = [
  parse,
  layers,
  moduleCircles,
  declaredImports,
  tableOwner,
  environment,
  clock,
  consolePrint,
  markers,
  sizes,
  fileNames,
  migrations,
  deadFiles,
  lockFile,
  forbiddenWords,
  webSafety,
  honestTests,
  silencedChecks,
  leftOut,
];

/** Runs every rule over the tree; the violations come sorted by place. */
export function tidy(tree: Tree, ruleList: readonly Rule[] = rules): Violation[] {
  const found = ruleList.flatMap((rule) =>
    [...rule.check(tree)].map((finding) => ({ ...finding, rule: rule.name })),
  );
  return found.toSorted((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}
