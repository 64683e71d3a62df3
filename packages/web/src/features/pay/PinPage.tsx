import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { Fingerprint, KeyRound, LifeBuoy, ShieldCheck } from 'lucide-react';
import { ListRow, Note, RowIcon, SectionCard } from '../../ui/index.ts';
import { CreatePin } from './CreatePin.tsx';
import { PinCard, PinFrame } from './PinFrame.tsx';
import { LockNote } from './PinNotes.tsx';
import { openReset, PinReset } from './PinReset.tsx';

function NoPin() {
  return (
    <>
      <p className="text-muted">
        <Trans>
          Six digits that approve every payment, so that nobody who finds this device open can pay
          with it. Do not take a birthday or the code of your phone.
        </Trans>
      </p>
      <PinCard>
        <CreatePin />
      </PinCard>
    </>
  );
}

function HasPin({ means }: { means: ApprovalMeans }) {
  const reset = openReset(means);
  return (
    <>
      <LockNote until={means.pinLockedUntil} />
      {reset === null ? (
        <Note
          tone="good"
          icon={<ShieldCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}
        >
          <Trans>A pay PIN is set. Every payment asks for it.</Trans>
        </Note>
      ) : (
        <PinReset {...reset} />
      )}
      <SectionCard>
        <ListRow
          to="/me/wallet/pin/change"
          title={<Trans>Change the PIN</Trans>}
          subtitle={<Trans>With the present one</Trans>}
          start={<RowIcon icon={KeyRound} hue="violet" />}
        />
        {reset === null ? (
          <ListRow
            to="/me/wallet/pin/forgot"
            title={<Trans>Forgot the PIN?</Trans>}
            subtitle={<Trans>A recovery code and a day of waiting</Trans>}
            start={<RowIcon icon={LifeBuoy} hue="amber" />}
          />
        ) : null}
        <ListRow
          to="/me/security"
          title={<Trans>Passkeys</Trans>}
          subtitle={
            means.passkeys ? (
              <Trans>Can approve a payment instead of the PIN</Trans>
            ) : (
              <Trans>With a passkey your face or finger can approve payments</Trans>
            )
          }
          start={<RowIcon icon={Fingerprint} hue="teal" />}
        />
      </SectionCard>
    </>
  );
}

/** The pay PIN: none yet, one that is set, or one that is being replaced. */
export default function PinPage() {
  const { t } = useLingui();
  return (
    <PinFrame title={t`Pay PIN`} back="/me/wallet">
      {(means) => (means.hasPin ? <HasPin means={means} /> : <NoPin />)}
    </PinFrame>
  );
}
