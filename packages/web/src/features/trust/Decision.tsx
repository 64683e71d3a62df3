import { Trans } from '@lingui/react/macro';
import type { Statement } from '@plaza/contract';
import { useState } from 'react';
import { Button } from '../../ui/index.ts';
import { AppealDialog } from './AppealDialog.tsx';
import { StatementText } from './StatementText.tsx';

type DecisionProps = { statement: Statement; onAppealed(): void };

/** A decision about me with its reasons, and the way to appeal it. */
export function Decision({ statement, onAppealed }: DecisionProps) {
  const [isOpen, setOpen] = useState(false);
  const mayAppeal = statement.appeal === null && Date.parse(statement.appealUntil) > Date.now();
  return (
    <li className="flex flex-col gap-3 px-4 py-4">
      <StatementText statement={statement} />
      {mayAppeal ? (
        <div>
          <Button tone="soft" onClick={() => setOpen(true)}>
            <Trans>Appeal</Trans>
          </Button>
        </div>
      ) : null}
      {isOpen ? (
        <AppealDialog
          caseId={statement.caseId}
          onClose={() => setOpen(false)}
          onDone={onAppealed}
        />
      ) : null}
    </li>
  );
}
