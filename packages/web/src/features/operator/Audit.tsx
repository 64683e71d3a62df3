import { Trans, useLingui } from '@lingui/react/macro';
import type { AuditEntry } from '@plaza/contract';
import { formatDateTime } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { More } from './More.tsx';
import { usePages } from '../../state/use-pages.ts';

async function fetchPage(cursor: string | null) {
  const { entries, next } = await api.operator.listAudit(cursor === null ? {} : { cursor });
  return { items: entries, next };
}

function Entry({ at, actor, action, subject, detail }: AuditEntry) {
  return (
    <article className="flex flex-col gap-0.5 px-4 py-3">
      <p className="flex flex-wrap justify-between gap-x-3">
        <code dir="ltr" className="font-sans font-semibold">
          {action}
        </code>
        <time dateTime={at} className="text-sm text-muted">
          {formatDateTime(at)}
        </time>
      </p>
      <p dir="ltr" className="text-sm text-muted rtl:text-end">
        {actor === null ? '–' : `@${actor.handle}`}
        {subject === null ? '' : ` → @${subject.handle}`}
      </p>
      {detail === '' ? null : (
        <p dir="auto" className="text-sm">
          {detail}
        </p>
      )}
    </article>
  );
}

export function Audit() {
  const { t } = useLingui();
  const pages = usePages(fetchPage);
  return (
    <>
      <TopBar title={t`Log of actions`} back="/me/operator" />
      <Screen isText>
        {pages.items?.length === 0 ? (
          <p className="text-center text-muted">
            <Trans>Nothing was done yet.</Trans>
          </p>
        ) : null}
        {pages.items === null || pages.items.length === 0 ? null : (
          <SectionCard>
            {pages.items.map((entry) => (
              <Entry key={entry.auditId} {...entry} />
            ))}
          </SectionCard>
        )}
        <More pages={pages} />
      </Screen>
    </>
  );
}
