import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Entry, PersonCard, TrustCase } from '@plaza/contract';
import { useState } from 'react';
import { Link } from 'wouter';
import { formatDateTime } from '../../i18n/format.ts';
import { Button, classNames } from '../../ui/index.ts';
import { AnswerDialog } from './AnswerDialog.tsx';
import { DecideDialog } from './DecideDialog.tsx';
import { Evidence } from './Evidence.tsx';
import { StatementText } from './StatementText.tsx';
import { categoryWords, subjectWords } from './words.ts';

function Who({ person }: { person: PersonCard | null }) {
  if (person === null) return <Trans>Deleted account</Trans>;
  return (
    <Link
      to={`/me/operator/people/${person.handle}`}
      className="font-medium text-accent-text underline-offset-2 hover:underline"
    >
      <bdi>{person.displayName}</bdi> <bdi dir="ltr">@{person.handle}</bdi>
    </Link>
  );
}

function isReported({ subject }: TrustCase, entry: Entry): boolean {
  return subject.kind === 'message' && subject.seq === entry.seq;
}

type CaseViewProps = { trustCase: TrustCase; onChanged(): void };

/** A case with all that is needed to decide it. */
export function CaseView({ trustCase, onChanged }: CaseViewProps) {
  const { t } = useLingui();
  const [isDeciding, setDeciding] = useState(false);
  const { subject, category, note, reporter, accused, alike, state, statement } = trustCase;
  return (
    <article className="edge flex flex-col gap-3 rounded-2xl bg-surface p-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold">
          {t(categoryWords[category])} · {t(subjectWords[subject.kind])}
        </h2>
        <time dateTime={trustCase.reportedAt} className="text-sm text-muted">
          {formatDateTime(trustCase.reportedAt)}
        </time>
      </header>
      <dl className="grid grid-cols-[fit-content(50%)_minmax(0,1fr)] gap-x-4 gap-y-1 [overflow-wrap:anywhere]">
        <dt className="text-muted">{t`Reported by`}</dt>
        <dd>
          <Who person={reporter} />
        </dd>
        <dt className="text-muted">{t`About`}</dt>
        <dd>
          <Who person={accused} />
        </dd>
        {trustCase.groupName === null ? null : (
          <>
            <dt className="text-muted">{t`Group`}</dt>
            <dd dir="auto">{trustCase.groupName}</dd>
          </>
        )}
      </dl>
      {alike === 0 ? null : (
        <p className="text-sm font-medium text-warn">
          <Plural
            value={alike}
            one="# more report of the same"
            other="# more reports of the same"
          />
        </p>
      )}
      {note === '' ? null : (
        <blockquote dir="auto" className="border-s-4 border-line ps-3 whitespace-pre-wrap">
          {note}
        </blockquote>
      )}
      {trustCase.evidence.length === 0 ? null : (
        <ol aria-label={t`What was said`} className="flex flex-col gap-1 rounded-xl bg-field p-3">
          {trustCase.evidence.map((entry) => (
            <li
              key={entry.seq}
              className={classNames(
                'rounded-lg px-2 py-1',
                isReported(trustCase, entry) && 'bg-warn-soft font-medium text-warn',
              )}
            >
              <Evidence entry={entry} isAccused={entry.senderId === accused?.personId} />
            </li>
          ))}
        </ol>
      )}
      {statement === null ? null : <StatementText statement={statement} />}
      {state === 'open' || state === 'appealed' ? (
        <div>
          <Button onClick={() => setDeciding(true)}>
            {state === 'open' ? <Trans>Decide</Trans> : <Trans>Answer the appeal</Trans>}
          </Button>
        </div>
      ) : null}
      {isDeciding && state === 'open' ? (
        <DecideDialog trustCase={trustCase} onClose={() => setDeciding(false)} onDone={onChanged} />
      ) : null}
      {isDeciding && state === 'appealed' ? (
        <AnswerDialog
          caseId={trustCase.caseId}
          onClose={() => setDeciding(false)}
          onDone={onChanged}
        />
      ) : null}
    </article>
  );
}
