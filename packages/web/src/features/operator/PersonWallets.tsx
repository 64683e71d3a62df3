import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonCard, Wallet } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { FormError, ListRow, SectionCard, SkeletonRows } from '../../ui/index.ts';
import { MoneyDialog } from './MoneyDialog.tsx';
import type { MoneyAction } from './money-words.ts';

type Chosen = { action: MoneyAction; wallet: Wallet };

type RowsProps = { wallet: Wallet; onChoose(chosen: Chosen): void };

function WalletRows({ wallet, onChoose }: RowsProps) {
  const { currency, scale, availableMinor, heldMinor, state, reason } = wallet;
  const held = formatMoney({ amountMinor: heldMinor, currency, scale });
  const choose = (action: MoneyAction) => () => onChoose({ action, wallet });
  return (
    <>
      <ListRow
        title={currencyWord(currency)}
        subtitle={heldMinor === 0 ? null : <Trans>Sent and not accepted yet: {held}</Trans>}
        end={
          <span className="font-semibold text-ink tabular-nums">
            {formatMoney({ amountMinor: availableMinor, currency, scale })}
          </span>
        }
      />
      {state === 'frozen' ? (
        <>
          <ListRow title={<Trans>Frozen</Trans>} subtitle={reason} />
          <ListRow
            tone="accent"
            title={<Trans>Open the wallet again</Trans>}
            onClick={choose('unfreezeWallet')}
          />
        </>
      ) : (
        <>
          <ListRow
            tone="accent"
            title={<Trans>Top up</Trans>}
            subtitle={<Trans>New money, issued by the operator</Trans>}
            onClick={choose('topUp')}
          />
          <ListRow
            tone="danger"
            title={<Trans>Freeze the wallet</Trans>}
            subtitle={<Trans>Nothing goes in or out until it is opened again</Trans>}
            onClick={choose('freezeWallet')}
          />
        </>
      )}
    </>
  );
}

/** What a person has, and what the operator may do about it. */
export function PersonWallets({ person }: { person: PersonCard }) {
  const { t } = useLingui();
  const { personId, displayName, handle } = person;
  const ask = useCallback(() => api.pay.getPersonWallets({ personId }), [personId]);
  const { data, failure, reload } = useAnswer(ask);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  return (
    <>
      <FormError>{failure?.text}</FormError>
      <SectionCard title={t`Wallet`}>
        {data === null ? failure === null && <SkeletonRows count={1} /> : null}
        {data?.wallets.map((wallet) => (
          <WalletRows key={wallet.currency} wallet={wallet} onChoose={setChosen} />
        ))}
      </SectionCard>
      {chosen === null ? null : (
        <MoneyDialog
          {...chosen}
          personId={personId}
          name={displayName || `@${handle}`}
          onClose={() => {
            setChosen(null);
            reload();
          }}
        />
      )}
    </>
  );
}
