import { i18n, type Messages } from '@lingui/core';
import { keepLocale, keptLocale } from '../theme/appearance.ts';
import { chooseLocale, languageTags, type Locale } from './locales.ts';
import { completeRefusals } from './refusals.ts';

type Catalog = { messages: Messages };
type Catalogs = Record<string, () => Promise<Catalog>>;

/** Two small files per language: what the first screen says, and everything else. */
const first: Catalogs = import.meta.glob<Catalog>('./locales/*.po', { query: '?first' });
const rest: Catalogs = import.meta.glob<Catalog>('./locales/*.po', { query: '?rest' });

/** The language whose words are all there. */
let complete: Locale | null = null;
/** Until it is over no language is chosen, and what is loaded would be thrown away again. */
let starting: Promise<void> = Promise.resolve();

async function read(catalogs: Catalogs, locale: Locale): Promise<Messages> {
  const load = catalogs[`./locales/${locale}.po`];
  return load === undefined ? {} : (await load()).messages;
}

/** The direction of the page; `?dir=rtl` turns it around for tests. */
export function pageDirection(search: string): 'ltr' | 'rtl' {
  return new URLSearchParams(search).get('dir') === 'rtl' ? 'rtl' : 'ltr';
}

function activate(locale: Locale, messages: Messages): void {
  i18n.loadAndActivate({ locale: languageTags[locale], messages });
  document.documentElement.lang = languageTags[locale];
}

export function currentLocale(): Locale {
  return chooseLocale(i18n.locale.split('-')[0] ?? null, []);
}

/** Fetches the words that the first screen has no use for; every other screen waits for them. */
export async function completeLocale(): Promise<void> {
  await starting;
  const locale = currentLocale();
  if (complete === locale) return;
  const [messages] = await Promise.all([read(rest, locale), completeRefusals()]);
  if (complete === locale || currentLocale() !== locale) return;
  complete = locale;
  i18n.load(languageTags[locale], messages);
}

/** Changes the language and remembers it on this device. */
export async function switchLocale(locale: Locale): Promise<void> {
  const [messages] = await Promise.all([
    Promise.all([read(first, locale), read(rest, locale)]),
    completeRefusals(),
  ]);
  complete = locale;
  activate(locale, Object.assign({}, ...messages) as Messages);
  keepLocale(locale);
}

async function start(): Promise<void> {
  document.documentElement.dir = pageDirection(location.search);
  const locale = chooseLocale(keptLocale(), navigator.languages);
  activate(locale, await read(first, locale));
}

export function startLocale(): Promise<void> {
  starting = start();
  return starting;
}
