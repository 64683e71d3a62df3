import { Trans, useLingui } from '@lingui/react/macro';
import type { StatementLine, Wallet } from '@plaza/contract';
import { formatAmount, formatDateTime, formatMonth } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import { useMe } from '../../state/session.ts';
import { Paper } from './Paper.tsx';

type StatementPaperProps = {
  wallet: Wallet;
  month: string | null;
  /** Lines were looked for: others may stand between them. */
  isPartial: boolean;
  lines: readonly StatementLine[];
  words: { kindOf(line: StatementLine): string; nameOf(line: StatementLine): string };
  onDone(): void;
};

/** A statement on paper: whose, of when, every line, and what was there before and after. */
export function StatementPaper(props: StatementPaperProps) {
  const { wallet, month, isPartial, lines, words, onDone } = props;
  const { t } = useLingui();
  const { displayName, handle } = useMe();
  const { scale, currency } = wallet;
  const amount = (amountMinor: number) => formatAmount({ amountMinor, scale });
  const [newest, oldest] = [lines[0], lines.at(-1)];
  const before = oldest === undefined ? 0 : oldest.balanceMinor - oldest.money.amountMinor;
  return (
    <Paper onDone={onDone}>
      <h1>
        <Trans>Statement</Trans>
      </h1>
      <p>
        {displayName} · @{handle} · {currencyWord(currency)} ·{' '}
        {month === null ? t`All months` : formatMonth(month)}
      </p>
      <p>
        <Trans>
          Before the first line: {amount(before)}. After the last:{' '}
          {amount(newest?.balanceMinor ?? 0)}. Printed {formatDateTime(new Date())}.
        </Trans>
      </p>
      {isPartial ? (
        <p>
          <Trans>Only lines that were looked for: others stand between them.</Trans>
        </p>
      ) : null}
      <table>
        <thead>
          <tr>
            <th scope="col">{t`Time`}</th>
            <th scope="col">{t`With`}</th>
            <th scope="col">{t`What it is`}</th>
            <th scope="col">{t`Amount`}</th>
            <th scope="col">{t`Balance after it`}</th>
          </tr>
        </thead>
        <tbody>
          {lines.toReversed().map((line) => (
            <tr key={line.lineNumber}>
              <td>{formatDateTime(line.at)}</td>
              <td>{words.nameOf(line)}</td>
              <td>
                {words.kindOf(line)}
                {line.note === '' ? '' : ` · ${line.note}`}
                <small>{line.reference}</small>
              </td>
              <td>{formatAmount(line.money, { signed: true })}</td>
              <td>{amount(line.balanceMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Paper>
  );
}
