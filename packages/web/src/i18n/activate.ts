import { i18n, type Messages } from '@lingui/core';
import { keepLocale, keptLocale } from '../theme/appearance.ts';
import { chooseLocale, languageTags, type Locale } from './locales.ts';

type Catalog = { messages: Messages };

/** One small file per language and place; only those of one language are ever fetched. */
const catalogs: Record<string, () => Promise<Catalog>> = {
  ...import.meta.glob<Catalog>('../features/*/locales/*.po'),
  // Last: where two say the same in English, this one says how it is translated.
  ...import.meta.glob<Catalog>('./locales/*.po'),
};

/** The direction of the page; `?dir=rtl` turns it around for tests. */
export function pageDirection(search: string): 'ltr' | 'rtl' {
  return new URLSearchParams(search).get('dir') === 'rtl' ? 'rtl' : 'ltr';
}

export async function activateLocale(locale: Locale): Promise<void> {
  const wanted = Object.entries(catalogs).filter(([path]) => path.endsWith(`/${locale}.po`));
  const loaded = await Promise.all(wanted.map(([, load]) => load()));
  i18n.loadAndActivate({
    locale: languageTags[locale],
    messages: Object.assign({}, ...loaded.map(({ messages }) => messages)) as Messages,
  });
  document.documentElement.lang = languageTags[locale];
}

export function currentLocale(): Locale {
  return chooseLocale(i18n.locale.split('-')[0] ?? null, []);
}

/** Changes the language and remembers it on this device. */
export async function switchLocale(locale: Locale): Promise<void> {
  await activateLocale(locale);
  keepLocale(locale);
}

export async function startLocale(): Promise<void> {
  document.documentElement.dir = pageDirection(location.search);
  await activateLocale(chooseLocale(keptLocale(), navigator.languages));
}
