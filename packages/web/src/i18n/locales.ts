/** The languages that are complete. The wire knows them by these names too. */
export const locales = ['en', 'es', 'zh'] as const;
export type Locale = (typeof locales)[number];

/** Each in its own words, for whoever cannot read the present one. */
export const localeNames: Record<Locale, string> = {
  en: 'English',
  es: 'Español',
  zh: '简体中文',
};

/** The tags that `lang` and `Intl` want. */
export const languageTags: Record<Locale, string> = { en: 'en', es: 'es', zh: 'zh-Hans' };

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale);
}

/** What was chosen; else the first language of the browser that is spoken here; else English. */
export function chooseLocale(kept: string | null, wanted: readonly string[]): Locale {
  if (isLocale(kept)) return kept;
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (isLocale(language)) return language;
  }
  return 'en';
}
