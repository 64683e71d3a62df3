import { Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ListRow, Screen, SectionCard, Spinner, TopBar } from '../../ui/index.ts';

type Readiness = 'asking' | 'ready' | 'not_ready' | 'unreachable';

/** Asks the server itself, as a monitor would. */
function useReadiness(): Readiness {
  const [readiness, setReadiness] = useState<Readiness>('asking');
  useEffect(() => {
    const abort = new AbortController();
    fetch('/readyz', { signal: abort.signal, cache: 'no-store' }).then(
      ({ ok }) => setReadiness(ok ? 'ready' : 'not_ready'),
      () => {
        if (!abort.signal.aborted) setReadiness('unreachable');
      },
    );
    return () => abort.abort();
  }, []);
  return readiness;
}

function ReadinessWord({ readiness }: { readiness: Readiness }) {
  switch (readiness) {
    case 'asking':
      return <Spinner />;
    case 'ready':
      return (
        <span className="font-medium text-good">
          <Trans>Works</Trans>
        </span>
      );
    case 'not_ready':
      return <Trans>Busy or starting</Trans>;
    case 'unreachable':
      return <Trans>Not reached</Trans>;
  }
}

export function ServerPage() {
  const { t } = useLingui();
  const readiness = useReadiness();
  const isEncrypted = location.protocol === 'https:';
  return (
    <>
      <TopBar title={t`About this server`} back="/city" backOnPhone />
      <Screen>
        <SectionCard>
          <ListRow title={<Trans>State</Trans>} end={<ReadinessWord readiness={readiness} />} />
          <ListRow title={<Trans>Address</Trans>} subtitle={location.origin} />
          <ListRow
            title={<Trans>Connection</Trans>}
            end={isEncrypted ? <Trans>encrypted</Trans> : <Trans>not encrypted</Trans>}
          />
        </SectionCard>
        <p className="text-muted">
          <Trans>
            Nothing on these pages comes from another server, and nothing that you do here is told
            to one.
          </Trans>
        </p>
        <p>
          <a
            href="/docs"
            target="_blank"
            rel="noopener"
            className="inline-flex min-h-11 items-center gap-2 font-medium text-accent-text"
          >
            <Trans>The interface for developers</Trans>
            <ExternalLink aria-hidden="true" className="size-4" />
          </a>
        </p>
      </Screen>
    </>
  );
}
