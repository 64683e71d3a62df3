import { Trans } from '@lingui/react/macro';
import {
  ArrowLeftRight,
  Banknote,
  CirclePlus,
  CreditCard,
  Gauge,
  KeyRound,
  QrCode,
  ReceiptText,
  ScanLine,
  Store,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from '../../ui/index.ts';

type TileProps = { to: string; icon: LucideIcon; children: ReactNode };

function Tile({ to, icon: Icon, children }: TileProps) {
  return (
    <li className="min-w-0">
      <Link
        to={to}
        className={classNames(
          'edge flex h-full flex-col items-center gap-[10px] rounded-2xl bg-surface px-[6px]',
          'py-[14px] text-center text-sm font-medium transition-colors hover:bg-hover',
        )}
      >
        <span
          aria-hidden="true"
          className="grid size-[44px] place-items-center rounded-full bg-soft text-accent-text"
        >
          <Icon className="size-[22px]" />
        </span>
        <span className="max-w-full hyphens-auto">{children}</span>
      </Link>
    </li>
  );
}

/** What can be done with a wallet. */
export function WalletActions({ hasPin }: { hasPin: boolean }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,5.5rem),1fr))] gap-[10px]">
      <Tile to="/discover/scan" icon={ScanLine}>
        <Trans>Scan</Trans>
      </Tile>
      <Tile to="/me/wallet/code" icon={QrCode}>
        <Trans>Pay code</Trans>
      </Tile>
      <Tile to="/me/wallet/send" icon={ArrowLeftRight}>
        <Trans>Transfer</Trans>
      </Tile>
      <Tile to="/me/wallet/statement" icon={ReceiptText}>
        <Trans>Statement</Trans>
      </Tile>
      <Tile to="/me/wallet/top-up" icon={CirclePlus}>
        <Trans>Top up</Trans>
      </Tile>
      <Tile to="/me/wallet/cash-out" icon={Banknote}>
        <Trans>Cash out</Trans>
      </Tile>
      <Tile to="/me/wallet/family" icon={CreditCard}>
        <Trans>Family cards</Trans>
      </Tile>
      <Tile to="/me/wallet/limits" icon={Gauge}>
        <Trans>Limits</Trans>
      </Tile>
      <Tile to="/me/wallet/pin" icon={KeyRound}>
        {hasPin ? <Trans>Pay PIN</Trans> : <Trans>Set a PIN</Trans>}
      </Tile>
      <Tile to="/me/merchants" icon={Store}>
        <Trans>Sell</Trans>
      </Tile>
    </ul>
  );
}
