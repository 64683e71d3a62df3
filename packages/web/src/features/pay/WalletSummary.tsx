import { useLingui } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import { Link } from 'wouter';
import { useMe } from '../../state/session.ts';
import { useWallet } from './use-wallet.ts';
import { WalletCard, WalletCardSkeleton } from './WalletCard.tsx';

/** The balance on top of the Me tab; nothing where it cannot be known now. */
export function WalletSummary() {
  const { t } = useLingui();
  const { displayName } = useMe();
  const { wallets, failure } = useWallet();
  const [wallet] = wallets;
  if (wallet === undefined) return failure === null ? <WalletCardSkeleton small /> : null;
  return (
    <Link to="/me/wallet" title={t`Wallet`} className="rounded-2xl">
      <WalletCard
        small
        wallet={wallet}
        name={displayName}
        end={<ChevronRight aria-hidden="true" className="size-[22px] shrink-0 rtl:-scale-x-100" />}
      />
    </Link>
  );
}
