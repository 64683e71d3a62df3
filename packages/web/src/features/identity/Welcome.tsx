import { Trans, useLingui } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { useEffect } from 'react';
import { ButtonLink, Mark, Note } from '../../ui/index.ts';
import { DemoPeople } from './DemoPeople.tsx';
import { hasClaimWaiting, hasPaymentWaiting, keepNext } from './next.ts';

export default function Welcome() {
  const { t } = useLingui();
  useEffect(() => {
    document.title = t`Welcome · Plaza`;
  }, [t]);
  keepNext(location);
  return (
    <>
      <header className="flex flex-col items-center gap-4 pt-4 text-center">
        <Mark className="size-24 drop-shadow-lg" />
        <h1 className="text-4xl font-bold tracking-tight">Plaza</h1>
        <p className="max-w-xs text-lg text-muted">
          <Trans>Talk with the people of your city, on a server the city owns.</Trans>
        </p>
      </header>
      {hasClaimWaiting() ? (
        <Note icon={<KeyRound aria-hidden="true" className="mt-0.5 size-5 text-accent-text" />}>
          <Trans>
            You are about to become the operator of this server. Make your own account first, or
            sign in.
          </Trans>
        </Note>
      ) : null}
      {hasPaymentWaiting() ? (
        <Note>
          <Trans>You are about to pay a shop. Sign in, or make your own account first.</Trans>
        </Note>
      ) : null}
      <div className="flex flex-col gap-3">
        <ButtonLink to="/sign-up" wide>
          <Trans>Create an account</Trans>
        </ButtonLink>
        <ButtonLink to="/sign-in" tone="soft" wide>
          <Trans>Sign in</Trans>
        </ButtonLink>
      </div>
      <DemoPeople />
    </>
  );
}
