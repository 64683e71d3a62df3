import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { StatementLine } from '@plaza/contract';
import type { LucideIcon } from 'lucide-react';
import { formatAmount } from '../../i18n/format.ts';
import { useClientState } from '../../state/index.ts';
import { Avatar, classNames } from '../../ui/index.ts';
import { aboutKind } from './line-words.ts';
import { nameIn } from './names.ts';
import { WalletRow } from './WalletRow.tsx';

const whole = (state: State) => state;

export function RoundIcon({ icon: Icon }: { icon: LucideIcon }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-[36px] shrink-0 place-items-center rounded-full bg-soft text-accent-text"
    >
      <Icon className="size-[20px]" />
    </span>
  );
}

function Face({ line, name }: { line: StatementLine; name: string }) {
  const { counterparty, kind } = line;
  if (counterparty === null) return <RoundIcon icon={aboutKind(kind).icon} />;
  const { personId, photoPath } = counterparty;
  return <Avatar id={personId} name={name} photoPath={photoPath} size="s" />;
}

/** Who a line is about, for the viewer. */
export function useLineTitle(line: StatementLine): string {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people'], whole);
  const { title } = aboutKind(line.kind);
  if (title === undefined || line.counterparty !== null) return nameIn(state, line.counterparty);
  return t(title);
}

type StatementRowProps = {
  line: StatementLine;
  /** When it was, as the list tells time. */
  when: string;
  onOpen(line: StatementLine): void;
};

/** A line of the statement; it leads to the receipt of its transfer, or shows its own. */
export function StatementRow({ line, when, onOpen }: StatementRowProps) {
  const { t } = useLingui();
  const name = useLineTitle(line);
  const { money, transferId, kind, note } = line;
  const isIn = money.amountMinor > 0;
  const target =
    transferId === null
      ? { onClick: () => onOpen(line) }
      : { to: `/me/wallet/transfer/${transferId}` };
  return (
    <WalletRow
      {...target}
      start={<Face line={line} name={name} />}
      title={name}
      subtitle={
        <>
          <bdi>
            <time dateTime={line.at}>{when}</time>
          </bdi>{' '}
          · <bdi>{t(aboutKind(kind).words)}</bdi>
        </>
      }
      note={note}
      amount={
        <bdi className={classNames(isIn && 'text-good')}>
          {formatAmount(money, { signed: true })}
        </bdi>
      }
    />
  );
}
