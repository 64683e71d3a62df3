import { Trans, useLingui } from '@lingui/react/macro';
import { currentLocale, switchLocale } from '../../i18n/activate.ts';
import { localeNames, locales, type Locale } from '../../i18n/locales.ts';
import { api } from '../../state/calls.ts';
import { updateMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { textPercents, useAppearance, type TextPercent } from '../../theme/appearance.ts';
import { FormError, Segmented } from '../../ui/index.ts';
import { Page } from './Page.tsx';

export default function AppearancePage() {
  const { t } = useLingui();
  const { theme, textPercent, change } = useAppearance();
  const task = useTask();

  function choose(locale: Locale): void {
    void switchLocale(locale);
    // The server writes to the person in this language too.
    void task.run(async () => updateMe(await api.identity.updateProfile({ locale })));
  }

  return (
    <Page title={t`Language and appearance`}>
      <Segmented
        label={<Trans>Language</Trans>}
        value={currentLocale()}
        options={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
        onChange={choose}
      />
      <FormError>{task.failure?.text}</FormError>
      <Segmented
        label={<Trans>Colours</Trans>}
        value={theme}
        options={[
          { value: 'system', label: <Trans>Automatic</Trans> },
          { value: 'light', label: <Trans>Light</Trans> },
          { value: 'dark', label: <Trans>Dark</Trans> },
        ]}
        onChange={(chosen) => change({ theme: chosen })}
      />
      <Segmented
        label={<Trans>Text size</Trans>}
        value={String(textPercent)}
        options={textPercents.map((percent) => ({
          value: String(percent),
          label: `${percent} %`,
        }))}
        onChange={(chosen) => change({ textPercent: Number(chosen) as TextPercent })}
      />
      <p className="text-sm text-muted">
        <Trans>Colours and text size belong to this device only.</Trans>
      </p>
    </Page>
  );
}
