import type { Me } from '@plaza/contract';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Words } from './types.ts';
import { zh } from './zh.ts';

export type { Words } from './types.ts';

const byLocale: Record<Me['locale'], Words> = { en, es, zh };

export function wordsOf(locale: Me['locale']): Words {
  return byLocale[locale];
}

/** A sentence of a holding in the language; in English when nobody has translated it yet. */
export function translate(words: Words, sentence: string): string {
  return words.sentences[sentence] ?? sentence;
}

/** Puts values in the place of `{names}`. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
