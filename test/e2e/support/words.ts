import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';

const source = join(import.meta.dirname, '../../../packages/web/src');

/** The words of the app in a language, by what they are in English. */
export type Words = { readonly all: ReadonlyMap<string, string>; of(english: string): string };

function catalogues(locale: string): string[] {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(`locales/${locale}.po`)).map((n) => join(source, n));
}

const unquote = (lines: string) =>
  [...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => JSON.parse(`"${part}"`)).join('');

/** Reads the catalogues as translators wrote them. */
export function readWords(locale: string): Words {
  const all = new Map<string, string>();
  for (const file of catalogues(locale)) {
    const text = readFileSync(file, 'utf8');
    for (const [, id = '', said = ''] of text.matchAll(
      /^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)/gm,
    )) {
      all.set(unquote(id), unquote(said));
    }
  }
  return {
    all,
    of(english) {
      const said = all.get(english);
      if (said === undefined || said === '') throw new Error(`no ${locale} word for ${english}`);
      return said;
    },
  };
}

/** All that is said on the screen, to eyes and to those who listen, piece by piece. */
function collect(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    if (text !== '' && node.parentElement?.closest('script, style') === null) found.push(text);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      found.push(element.getAttribute(name) ?? '');
    }
  }
  return found;
}

/** Nothing is left in English that has a word of its own in the language. */
export async function expectNoEnglish(page: Page, words: Words, name: string): Promise<void> {
  const left = (await page.evaluate(collect)).filter((text) => {
    const said = words.all.get(text);
    return text !== '' && said !== undefined && said !== text;
  });
  expect.soft([...new Set(left)], `${name}, left in English`).toEqual([]);
}
