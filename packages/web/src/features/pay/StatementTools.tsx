import { Trans, useLingui } from '@lingui/react/macro';
import { nameOf, type Client } from '@plaza/client';
import type { MethodInput, StatementLine, Wallet } from '@plaza/contract';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError, showToast } from '../../ui/index.ts';
import { aboutKind } from './line-words.ts';
import { csvOf } from './statement-csv.ts';
import { StatementPaper } from './StatementPaper.tsx';

type Input = MethodInput<'pay.listStatement'>;

const pageSize = 200;
/** More would be a file nobody prints, and a request of minutes. */
export const mostLines = 5_000;

/** All lines that a filter lets through, newest first, up to as many as fit into one file. */
async function readAll({ api }: Client, input: Input): Promise<StatementLine[]> {
  const lines: StatementLine[] = [];
  let cursor: string | null = null;
  do {
    const asked: Input = { ...input, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    const page: Awaited<ReturnType<typeof api.pay.listStatement>> =
      await api.pay.listStatement(asked);
    lines.push(...page.lines);
    cursor = page.next;
  } while (cursor !== null && lines.length < mostLines);
  return lines;
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Names and words of a line, for a table that is read without the app. */
function useLineWords() {
  const { t } = useLingui();
  const client = useClient();
  return {
    kindOf: ({ kind }: StatementLine) => t(aboutKind(kind).words),
    nameOf({ counterparty }: StatementLine): string {
      if (counterparty === null) return '';
      return nameOf(client.getState(), counterparty.personId) || counterparty.displayName;
    },
  };
}

type StatementToolsProps = { wallet: Wallet; input: Input; month: string | null };

/** Takes what is shown along: as a table for other programs, or on paper. */
export function StatementTools({ wallet, input, month }: StatementToolsProps) {
  const { t } = useLingui();
  const client = useClient();
  const words = useLineWords();
  const { busy, failure, run } = useTask();
  const [way, setWay] = useState<'save' | 'print'>('save');
  const [paper, setPaper] = useState<readonly StatementLine[] | null>(null);
  const head = [
    ...[t`Line`, t`Time`, t`What it is`, t`With`, t`Amount`, t`Currency`],
    ...[t`Balance after it`, t`Note`, t`Number`],
  ];

  async function read(): Promise<StatementLine[]> {
    const lines = await readAll(client, input);
    if (lines.length >= mostLines)
      showToast(t`Only the newest ${mostLines} lines. Choose a month.`);
    return lines;
  }

  return (
    <>
      <div className="-my-3 flex flex-wrap gap-2">
        <Button
          tone="plain"
          busy={busy && way === 'save'}
          icon={<Download aria-hidden="true" className="size-5" />}
          onClick={() => {
            setWay('save');
            void run(async () => {
              const name = `statement-${wallet.currency}-${month ?? 'all'}.csv`;
              save(csvOf(await read(), { head, ...words }), name);
            });
          }}
        >
          <Trans>Save as CSV</Trans>
        </Button>
        <Button
          tone="plain"
          busy={busy && way === 'print'}
          icon={<Printer aria-hidden="true" className="size-5" />}
          onClick={() => {
            setWay('print');
            void run(async () => setPaper(await read()));
          }}
        >
          <Trans>Print or PDF</Trans>
        </Button>
      </div>
      <FormError>{failure?.text}</FormError>
      {paper === null ? null : (
        <StatementPaper
          {...{ wallet, month, words }}
          isPartial={'kinds' in input || 'text' in input}
          lines={paper}
          onDone={() => setPaper(null)}
        />
      )}
    </>
  );
}
