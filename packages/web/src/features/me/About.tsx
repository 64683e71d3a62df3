import { Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink } from 'lucide-react';
import { Mark } from '../../ui/index.ts';
import { Page } from './Page.tsx';

export default function About() {
  const { t } = useLingui();
  return (
    <Page title={t`About Plaza`}>
      <div className="flex flex-col items-center gap-3 py-4 text-center">
        <Mark className="size-20" />
        <p className="text-xl font-bold">Plaza</p>
        <p className="max-w-sm text-muted">
          <Trans>
            The open super-app for a city: talk with its people on a server that the city owns. Free
            software under the Apache License 2.0.
          </Trans>
        </p>
      </div>
      <p className="text-muted">
        <Trans>
          Your messages are kept on this server so that all your devices have them and you can take
          them with you. Whoever operates the server could read its database; messages are not
          end-to-end encrypted.
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
    </Page>
  );
}
