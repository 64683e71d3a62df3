import { useLingui } from '@lingui/react/macro';
import { currentLocale, switchLocale } from '../../i18n/activate.ts';
import { languageTags, localeNames, locales } from '../../i18n/locales.ts';
import { classNames } from '../../ui/index.ts';

/** Each language in its own words, on the first page that anybody sees. */
export function LanguageLinks() {
  const { t } = useLingui();
  const current = currentLocale();
  return (
    <div role="group" aria-label={t`Language`} className="flex flex-wrap justify-center gap-1">
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={languageTags[locale]}
          aria-pressed={locale === current}
          onClick={() => void switchLocale(locale)}
          className={classNames(
            'min-h-11 rounded-xl px-4 text-sm hover:bg-field',
            locale === current ? 'font-semibold text-accent-text' : 'text-muted',
          )}
        >
          {localeNames[locale]}
        </button>
      ))}
    </div>
  );
}
