import { isTestSupport } from '../places.ts';
import type { Finding, Rule, TreeFile } from '../rule.ts';

const foreignAddress = /\b(?:https?|wss?):\/\/(?!www\.w3\.org\/)[a-z0-9-]+(?:\.|:|\/|$)/i;
const unsafeAttributes = new Set(['dangerouslySetInnerHTML', 'srcDoc']);
const unsafeMembers = /\.(innerHTML|outerHTML|insertAdjacentHTML)$|^document\.write$/;
const unsafeCalls = new Set(['eval', 'new Function', 'new Function()']);

/** The web client asks no foreign host for anything and never turns text into markup. */
export const webSafety: Rule = {
  name: 'web-safety',
  *check(tree) {
    for (const file of tree.files) {
      if (!file.path.startsWith('packages/web/') || isTestSupport(file.path)) continue;
      if (/\.(html|css)$/.test(file.path)) yield* addressesInMarkup(file);
      if (file.path.startsWith('packages/web/src/')) yield* unsafeCode(file);
    }
  },
};

function* addressesInMarkup({ path, lines }: TreeFile): Generator<Finding> {
  for (const [index, line] of lines.entries()) {
    if (foreignAddress.test(line)) {
      yield { path, line: index + 1, message: 'an address of a foreign host' };
    }
  }
}

function* unsafeCode({ path, facts }: TreeFile): Generator<Finding> {
  for (const text of facts?.texts ?? []) {
    if (foreignAddress.test(text.value)) {
      yield { path, line: text.line, message: 'an address of a foreign host' };
    }
  }
  for (const use of facts?.attributes ?? []) {
    if (unsafeAttributes.has(use.name)) {
      yield { path, line: use.line, message: `${use.name} turns text into markup` };
    }
  }
  for (const use of facts?.members ?? []) {
    if (unsafeMembers.test(use.name)) {
      yield { path, line: use.line, message: `${use.name} turns text into markup` };
    }
  }
  for (const use of facts?.calls ?? []) {
    if (unsafeCalls.has(use.name)) {
      yield { path, line: use.line, message: `${use.name}: the policy forbids run-time code` };
    }
  }
}
