import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { confirmRecoveryCodes, useSession } from '../../state/session.ts';
import { Button, Mark, SectionCard, Switch } from '../../ui/index.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';

/** Right after sign-up: the recovery codes, which nobody can show again. */
export default function Newcomer() {
  const { t } = useLingui();
  const codes = useSession((state) => state.recoveryCodes);
  const name = useSession((state) => state.me?.displayName ?? '');
  const [isKept, setKept] = useState(false);
  useEffect(() => {
    document.title = t`Recovery codes · Plaza`;
  }, [t]);
  return (
    <main className="flex h-full flex-col overflow-y-auto bg-canvas">
      <div className="m-auto flex w-full max-w-md flex-col gap-5 px-[16px] py-8">
        <Mark className="size-14 print:hidden" />
        <div className="flex flex-col gap-2">
          <h1 dir="auto" className="text-2xl font-bold">
            <Trans>Welcome, {name}. Keep these codes.</Trans>
          </h1>
          <p className="text-muted">
            <Trans>
              Each of them lets you in once if you lose your password or your phone. They are shown
              only now; later nobody can read them, not even the operator.
            </Trans>
          </p>
        </div>
        <RecoveryCodes codes={codes ?? []} />
        <div className="print:hidden">
          <SectionCard>
            <Switch
              label={<Trans>I keep them in a safe place</Trans>}
              checked={isKept}
              onChange={setKept}
            />
          </SectionCard>
        </div>
        <div className="print:hidden">
          <Button wide disabled={!isKept} onClick={confirmRecoveryCodes}>
            <Trans>Go on</Trans>
          </Button>
        </div>
      </div>
    </main>
  );
}
