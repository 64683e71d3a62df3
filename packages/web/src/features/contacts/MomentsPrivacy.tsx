import { Trans, useLingui } from '@lingui/react/macro';
import type { Contact, MethodInput } from '@plaza/contract';
import { SectionCard, Switch } from '../../ui/index.ts';

type Change = Pick<MethodInput<'contacts.update'>, 'chatOnly' | 'hideMine' | 'hideTheirs'>;
type MomentsPrivacyProps = { contact: Contact; busy: boolean; onChange(how: Change): void };

/** What two people see of each other's Moments, as far as one of them says. */
export function MomentsPrivacy({ contact, busy, onChange }: MomentsPrivacyProps) {
  const { t } = useLingui();
  const { chatOnly, hideMine, hideTheirs } = contact;
  return (
    <SectionCard title={<Trans>Moments</Trans>} note={<Trans>They are not told.</Trans>}>
      <Switch
        label={t`Chat only`}
        description={t`Neither of you sees anything of the other’s Moments.`}
        checked={chatOnly}
        busy={busy}
        onChange={(next) => onChange({ chatOnly: next })}
      />
      {chatOnly ? null : (
        <>
          <Switch
            label={t`Hide my posts from them`}
            checked={hideMine}
            busy={busy}
            onChange={(next) => onChange({ hideMine: next })}
          />
          <Switch
            label={t`Leave their posts out of my feed`}
            checked={hideTheirs}
            busy={busy}
            onChange={(next) => onChange({ hideTheirs: next })}
          />
        </>
      )}
    </SectionCard>
  );
}
