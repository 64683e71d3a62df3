import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans, StatementLine, Wallet } from '@plaza/contract';
import { Coins } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Link } from 'wouter';
import { formatMoment } from '../../i18n/format.ts';
import { useMe } from '../../state/session.ts';
import {
  Button,
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { OpenBills } from '../bills/index.ts';
import { FamilyOffers } from '../family/index.ts';
import { FromShops } from '../merchants/index.ts';
import { PinNotes } from './PinNotes.tsx';
import { StatementLineDialog } from './StatementLineDialog.tsx';
import { StatementRow } from './StatementRow.tsx';
import { useStatement } from './use-statement.ts';
import { useWallet } from './use-wallet.ts';
import { WalletActions } from './WalletActions.tsx';
import { WalletCard, WalletCardSkeleton } from './WalletCard.tsx';
import { AsLastKnown, FrozenNote } from './WalletNotes.tsx';
import { WalletWaiting } from './WalletWaiting.tsx';

const shownLines = 6;

function Activity({ wallet }: { wallet: Wallet }) {
  const { currency, version } = wallet;
  const { statement, failure } = useStatement({ input: { currency }, version });
  const [opened, setOpened] = useState<StatementLine | null>(null);
  if (statement === null) {
    return failure === null ? <SkeletonRows count={3} /> : <FormError>{failure.text}</FormError>;
  }
  if (statement.lines.length === 0) {
    return (
      <EmptyState icon={Coins} title={<Trans>Nothing happened yet</Trans>}>
        <Trans>
          Your first points come from the operator of your server, or from somebody who sends you
          some in a chat.
        </Trans>
      </EmptyState>
    );
  }
  return (
    <>
      <SectionCard title={<Trans>Activity</Trans>}>
        {statement.lines.slice(0, shownLines).map((line) => (
          <StatementRow
            key={line.lineNumber}
            line={line}
            when={formatMoment(line.at)}
            onOpen={setOpened}
          />
        ))}
        <Link
          to="/me/wallet/statement"
          className="ring-inside flex min-h-12 items-center justify-center px-4 font-semibold text-accent-text hover:bg-hover"
        >
          <Trans>Show all</Trans>
        </Link>
      </SectionCard>
      {opened === null ? null : (
        <StatementLineDialog line={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

type PurseProps = { wallet: Wallet; others: readonly Wallet[]; approval: ApprovalMeans };

function Opened({ wallet, others, approval }: PurseProps) {
  const { displayName } = useMe();
  return (
    <>
      {[wallet, ...others].map((one) => (
        <WalletCard key={one.currency} wallet={one} name={displayName} />
      ))}
      <FrozenNote wallet={wallet} />
      <AsLastKnown />
      <PinNotes approval={approval} />
      <Suspense fallback={null}>
        <FamilyOffers />
      </Suspense>
      <WalletActions hasPin={approval.hasPin} />
      <Suspense fallback={null}>
        <FromShops />
        <OpenBills />
      </Suspense>

      <WalletWaiting version={wallet.version} />
      <Activity wallet={wallet} />
    </>
  );
}

/** What I have, what I can do with it, what waits, and what happened last. */
export default function WalletPage() {
  const { t } = useLingui();
  const { wallets, approval, failure, reload } = useWallet();
  const [wallet, ...others] = wallets;
  return (
    <>
      <TopBar title={t`Wallet`} back="/me" backOnPhone />
      <Screen>
        {wallet !== undefined && approval !== null ? (
          <Opened {...{ wallet, others, approval }} />
        ) : failure === null ? (
          <>
            <WalletCardSkeleton />
            <SkeletonRows count={4} />
          </>
        ) : (
          <>
            <FormError>{failure.text}</FormError>
            <Button tone="soft" onClick={reload}>
              <Trans>Try again</Trans>
            </Button>
          </>
        )}
      </Screen>
    </>
  );
}
