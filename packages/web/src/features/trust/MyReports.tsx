import { Trans, useLingui } from '@lingui/react/macro';
import type { Receipt } from '@plaza/contract';
import { Flag } from 'lucide-react';
import { formatDateTime } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { Decision } from './Decision.tsx';
import { categoryWords, measureWords, subjectWords } from './words.ts';

async function ask() {
  const [{ receipts }, { statements }] = await Promise.all([
    api.trust.listMyReports({}),
    api.trust.listMyStatements({}),
  ]);
  return { receipts, statements };
}

function ReceiptRow({ receipt }: { receipt: Receipt }) {
  const { t } = useLingui();
  const { subject, category, measure, reportedAt } = receipt;
  return (
    <li className="flex flex-col gap-0.5 px-4 py-3">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span className="font-medium">{t(categoryWords[category])}</span>
        <time dateTime={reportedAt} className="text-sm text-muted">
          {formatDateTime(reportedAt)}
        </time>
      </p>
      <p className="text-sm text-muted">
        {t(subjectWords[subject.kind])} ·{' '}
        {measure === null ? <Trans>Not decided yet</Trans> : t(measureWords[measure])}
      </p>
    </li>
  );
}

/** What I reported, and what was decided about me, with its reasons. */
export default function MyReports() {
  const { t } = useLingui();
  const { data, failure, reload } = useAnswer(ask);
  return (
    <>
      <TopBar title={t`Reports and decisions`} back="/me" backOnPhone />
      <Screen isText>
        <FormError>{failure?.text}</FormError>
        {data === null && failure === null ? <SkeletonRows count={3} /> : null}
        {data === null ? null : (
          <>
            {data.statements.length === 0 ? null : (
              <SectionCard title={<Trans>Decisions about me</Trans>}>
                <ul className="divide-y divide-line">
                  {data.statements.map((statement) => (
                    <Decision key={statement.caseId} statement={statement} onAppealed={reload} />
                  ))}
                </ul>
              </SectionCard>
            )}
            {data.receipts.length === 0 ? (
              <EmptyState icon={Flag} title={<Trans>You reported nothing</Trans>}>
                <Trans>Messages, people and groups can be reported from their menus.</Trans>
              </EmptyState>
            ) : (
              <SectionCard title={<Trans>My reports</Trans>}>
                <ul className="divide-y divide-line">
                  {data.receipts.map((receipt) => (
                    <ReceiptRow key={receipt.caseId} receipt={receipt} />
                  ))}
                </ul>
              </SectionCard>
            )}
          </>
        )}
      </Screen>
    </>
  );
}
