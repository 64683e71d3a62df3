import { t as translate } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Statement } from '@plaza/contract';
import { formatDateTime } from '../../i18n/format.ts';
import { categoryWords, measureWords } from './words.ts';

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="text-sm text-muted">{name}</dt>
      <dd dir="auto" className="whitespace-pre-wrap">
        {children}
      </dd>
    </div>
  );
}

/** What became of an appeal, in words. */
function answerOf({ outcome, answer }: NonNullable<Statement['appeal']>): string {
  if (outcome === null) return translate`Not answered yet`;
  const words =
    outcome === 'upheld' ? translate`The decision stays.` : translate`The decision is reversed.`;
  return `${words} ${answer}`;
}

/** A decision with its reasons, and what became of an appeal. */
export function StatementText({ statement }: { statement: Statement }) {
  const { t } = useLingui();
  const { measure, category, subject, facts, ground, decidedAt, appealUntil, appeal } = statement;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-semibold">{t(measureWords[measure])}</h3>
      <dl className="flex flex-col gap-2">
        <Fact name={t`Decided`}>{formatDateTime(decidedAt)}</Fact>
        <Fact name={t`Reported as`}>{t(categoryWords[category])}</Fact>
        {subject === '' ? null : <Fact name={t`About`}>{subject}</Fact>}
        <Fact name={t`What happened`}>{facts}</Fact>
        {ground === facts ? null : <Fact name={t`The rule that it breaks`}>{ground}</Fact>}
        {appeal === null ? (
          <Fact name={t`Can be appealed until`}>{formatDateTime(appealUntil)}</Fact>
        ) : (
          <Fact name={t`Appeal`}>{appeal.text}</Fact>
        )}
        {appeal === null ? null : <Fact name={t`Answer to the appeal`}>{answerOf(appeal)}</Fact>}
      </dl>
      <p className="text-sm text-muted">
        <Trans>
          A person decided, not a program. You may also turn to a court or to a body for settling
          disputes.
        </Trans>
      </p>
    </div>
  );
}
