import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { CloudOff } from 'lucide-react';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { Entrance, Newcomer } from '../features/identity/index.ts';
import { CheckPage } from '../features/proofs/index.ts';
import { ReservePage } from '../features/rails/index.ts';
import { Suspended } from '../features/trust/index.ts';
import { startSession, useSession, type SessionPhase } from '../state/session.ts';
import { Button, EmptyState, ToastRegion } from '../ui/index.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';
import { SignedIn } from './SignedIn.tsx';
import { Splash } from './Splash.tsx';

function Unreachable() {
  return (
    <main className="grid h-full place-items-center">
      <h1 className="sr-only">Plaza</h1>
      <EmptyState
        icon={CloudOff}
        title={<Trans>The server cannot be reached</Trans>}
        action={
          <Button onClick={() => void startSession()}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        <Trans>Check your connection. If others cannot reach it either, ask the operator.</Trans>
      </EmptyState>
    </main>
  );
}

function Body({ phase, hasCodes }: { phase: SessionPhase; hasCodes: boolean }) {
  switch (phase) {
    case 'starting':
      return <Splash />;
    case 'unreachable':
      return <Unreachable />;
    case 'signed_out':
      return <Entrance />;
    case 'suspended':
      return <Suspended />;
    case 'signed_in':
      if (hasCodes) return <Newcomer />;
      return (
        <SignedIn>
          <Frame />
        </SignedIn>
      );
  }
}

/** The whole app: who uses it decides what is shown. */
export function App() {
  const phase = useSession((state) => state.phase);
  const hasCodes = useSession((state) => state.recoveryCodes !== null);
  // For anybody, with an account or without, and whether the server answers or not.
  const [path] = useLocation();
  return (
    <I18nProvider i18n={i18n}>
      <ErrorBoundary place={phase}>
        <Suspense fallback={<Splash />}>
          {path === '/check' ? (
            <CheckPage />
          ) : path === '/reserve' ? (
            <ReservePage />
          ) : (
            <Body phase={phase} hasCodes={hasCodes} />
          )}
        </Suspense>
      </ErrorBoundary>
      <ToastRegion />
    </I18nProvider>
  );
}
