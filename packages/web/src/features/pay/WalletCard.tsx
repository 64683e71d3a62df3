import { Trans } from '@lingui/react/macro';
import type { Wallet } from '@plaza/contract';
import { Snowflake } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatAmount } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { classNames } from '../../ui/index.ts';

const asMoney = ({ currency, scale }: Wallet, amountMinor: number) => ({
  ...{ amountMinor, currency, scale },
});

function Held({ wallet }: { wallet: Wallet }) {
  if (wallet.heldMinor === 0) return null;
  const held = formatMoney(asMoney(wallet, wallet.heldMinor));
  return <Trans>Waiting to be accepted: {held}</Trans>;
}

type WalletCardProps = {
  wallet: Wallet;
  /** Whose it is. */
  name: string;
  /** On top of a list of other things. */
  small?: boolean;
  end?: ReactNode;
};

/** Digits shrink with the screen: an amount is never broken in two where it can be helped. */
function sizeOf(amount: string, small: boolean): string {
  if (small) return 'text-[min(1.5rem,8vw)]';
  return amount.length > 12 ? 'text-[min(1.875rem,7vw)]' : 'text-[min(2.5rem,12vw)] leading-tight';
}

function Balance({ wallet, small }: { wallet: Wallet; small: boolean }) {
  const amount = formatAmount({ amountMinor: wallet.availableMinor, scale: wallet.scale });
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <p className="text-sm">
        <Trans>Available balance</Trans>
      </p>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span
          className={classNames(
            'font-bold tracking-tight tabular-nums [overflow-wrap:anywhere]',
            sizeOf(amount, small),
          )}
        >
          <bdi>{amount}</bdi>
        </span>{' '}
        <span className={small ? 'text-sm' : ''}>{currencyWord(wallet.currency)}</span>
      </p>
    </div>
  );
}

function FrozenMark() {
  return (
    <span className="inline-flex items-center gap-1.5 rounded-full bg-white px-3 py-1 text-sm font-semibold text-black">
      <Snowflake aria-hidden="true" className="size-[16px]" />
      <Trans>Frozen</Trans>
    </span>
  );
}

/** What can be spent now, on a card as one has it in a purse. */
export function WalletCard({ wallet, name, small = false, end }: WalletCardProps) {
  const isFrozen = wallet.state === 'frozen';
  return (
    <div
      className={classNames(
        'hero edge flex flex-col justify-between gap-[12px] shadow-float',
        small ? 'rounded-2xl px-[18px] py-[14px]' : 'min-h-[9.5rem] rounded-3xl p-[20px]',
      )}
    >
      <div
        className={classNames(
          'flex items-start justify-between gap-x-3 gap-y-2',
          isFrozen && 'flex-wrap',
        )}
      >
        <Balance wallet={wallet} small={small} />
        {isFrozen ? <FrozenMark /> : end}
      </div>
      {small && wallet.heldMinor === 0 ? null : (
        <p className="flex flex-wrap justify-between gap-x-4 gap-y-1 text-sm">
          {small ? null : (
            <span>
              Plaza · <bdi>{name}</bdi>
            </span>
          )}
          <span>
            <Held wallet={wallet} />
          </span>
        </p>
      )}
    </div>
  );
}

/** The card before anything is known of it. */
export function WalletCardSkeleton({ small = false }: { small?: boolean }) {
  return (
    <div
      aria-hidden="true"
      className={classNames(
        'after-a-moment animate-pulse bg-field',
        small ? 'h-[5.5rem] rounded-2xl' : 'h-[9.5rem] rounded-3xl',
      )}
    />
  );
}
