import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import path from 'node:path';
import type { Plugin } from 'vite';

type Words = Record<string, string>;

const asked = /[\\/]([a-z]+)\.po\?(first|rest)$/;
const held = /(["'`])@words:([a-z]+):(first|rest)@\1/g;
const firstPart = /\bfirstPart\(\s*\(\)\s*=>\s*import\(\s*['"]([^'"]+)['"]/g;
const text = /(["'`])([\w+/-]{6})\1/g;

/** Everything that is said in a language, by the key of each text. */
async function wordsOf(root: string, locale: string): Promise<Words> {
  const config = getConfig({ cwd: root });
  const words: Words = {};
  const catalogs = await getCatalogs(config);
  // The last one wins: where two say the same in English, the shared one tells how it is put.
  for (const catalog of catalogs.toReversed()) {
    const { messages } = await catalog.getTranslations(locale, {
      fallbackLocales: config.fallbackLocales,
      sourceLocale: config.sourceLocale,
    });
    const { source, errors } = createCompiledCatalog(locale, messages, { namespace: 'json' });
    if (errors.length > 0) throw new Error(`A text in ${locale}: ${errors[0]?.error.message}`);
    Object.assign(words, (JSON.parse(source) as { messages: Words }).messages);
  }
  return words;
}

type Graph = {
  getModuleInfo(id: string): { code: string | null; importedIds: readonly string[] } | null;
};

/** The keys of the texts in what is loaded with one of these modules. */
function keysFrom(graph: Graph, roots: Iterable<string>): Set<string> {
  const keys = new Set<string>();
  const modules = new Set(roots);
  for (const id of modules) {
    const info = graph.getModuleInfo(id);
    for (const [, , key = ''] of (info?.code ?? '').matchAll(text)) keys.add(key);
    for (const next of info?.importedIds ?? []) modules.add(next);
  }
  return keys;
}

/**
 * Turns the catalogs of a language into two files: `?first` has the words of the first screen, of
 * whoever is signed in or not, and `?rest` all others. Which those are follows from what the page
 * and each `firstPart` import.
 */
export function words(): Plugin {
  let root = '';
  let isBuild = true;
  const roots = new Set<string>();
  const known = new Map<string, Words>();
  return {
    name: 'plaza-words',
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
      isBuild = config.command === 'build';
      roots.add(path.join(root, 'src', 'main.tsx'));
    },
    async load(id) {
      const [, locale = '', part] = asked.exec(id) ?? [];
      if (part === undefined) return null;
      this.addWatchFile(id.replace(/\?.*$/, ''));
      const all = await wordsOf(root, locale);
      known.set(locale, all);
      const mine = part === 'first' ? all : {};
      // In a build nobody knows before its end what is loaded at first.
      const json = isBuild ? `@words:${locale}:${part}@` : JSON.stringify(mine);
      return {
        code: `export const messages = JSON.parse(${JSON.stringify(json)});`,
        moduleType: 'js',
      };
    },
    transform(code, id) {
      for (const [, file = ''] of code.matchAll(firstPart)) {
        roots.add(path.resolve(path.dirname(id), file));
      }
    },
    renderChunk(code) {
      if (!code.includes('@words:')) return null;
      const first = keysFrom(this, roots);
      const put = (_: string, _quote: string, locale: string, part: string) => {
        const all = Object.entries(known.get(locale) ?? {});
        const mine = all.filter(([key]) => first.has(key) === (part === 'first'));
        return JSON.stringify(JSON.stringify(Object.fromEntries(mine)));
      };
      return { code: code.replace(held, put), map: null };
    },
  };
}
