import { Trans, useLingui } from '@lingui/react/macro';
import { isUuid, type FamilyCardId } from '@plaza/base';
import type { CodeState } from '@plaza/contract';
import { Pause, ScanLine, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useSearch } from 'wouter';
import { formatMoney } from '../../i18n/money.ts';
import {
  ButtonLink,
  EmptyState,
  FormError,
  IconButton,
  Note,
  Screen,
  Skeleton,
  TopBar,
} from '../../ui/index.ts';
import { CodeOutcome } from '../merchants/index.ts';
import { SourceChoice, useSource } from '../family/index.ts';
import { useWallet } from '../pay/index.ts';
import { CodeCard } from './CodeCard.tsx';
import { CodeSettings } from './CodeSettings.tsx';
import { EnableButton, EnableCodes } from './EnableCodes.tsx';
import { usePayCodes, type PayCodes } from './use-pay-codes.ts';

/** What the code pays from: my wallet, or a card that somebody gave me. */
function Purse({ codes: { cardId, choose } }: { codes: PayCodes }) {
  const { wallets } = useWallet();
  const [wallet] = wallets;
  const { cards } = useSource(wallet?.currency ?? '', wallet);
  const card = cards.find((one) => one.cardId === cardId) ?? null;
  if (cards.length > 0) {
    const source = { cards, card, mostMinor: undefined, choose };
    return <SourceChoice source={source} wallet={wallet} />;
  }
  if (wallet === undefined) return null;
  const { currency, scale, availableMinor } = wallet;
  const money = formatMoney({ currency, scale, amountMinor: availableMinor });
  return (
    <p className="text-center text-sm text-muted">
      <Trans>You have {money}.</Trans>
    </p>
  );
}

function Paused({ state, take }: { state: CodeState; take(state: CodeState): void }) {
  return (
    <EmptyState
      icon={Pause}
      title={<Trans>The pay code is paused</Trans>}
      action={<EnableButton state={state} onEnabled={take} />}
    >
      <Trans>Nobody can charge you by a code, on none of your devices.</Trans>
    </EmptyState>
  );
}

function Shown({ codes }: { codes: PayCodes }) {
  const { code, leftMs, isOffline, renew } = codes;
  return (
    <div className="mx-auto flex w-full max-w-sm flex-col gap-4">
      <CodeCard {...{ code, leftMs, isOffline }} onRenew={renew} />
      {isOffline && code !== null ? (
        <Note tone="warn">
          <Trans>
            No network: small amounts can be paid all the same. You see the payment when you are
            back.
          </Trans>
        </Note>
      ) : null}
      <Purse codes={codes} />
      <ButtonLink
        to="/discover/scan"
        tone="plain"
        icon={<ScanLine aria-hidden="true" className="size-5" />}
      >
        <Trans>Scan a shop’s code instead</Trans>
      </ButtonLink>
    </div>
  );
}

function Body({ codes, isSetting }: { codes: PayCodes; isSetting: boolean }) {
  const { state, failure, code } = codes;
  // Without a line nothing is known but what this device was given.
  if (state === null && code !== null) return <Shown codes={codes} />;
  if (state === null) {
    return failure === null ? (
      <Skeleton className="mx-auto aspect-[4/5] w-full max-w-sm" />
    ) : (
      <FormError>{failure.text}</FormError>
    );
  }
  if (state.state === 'off') return <EnableCodes state={state} onEnabled={codes.take} />;
  if (isSetting) return <CodeSettings state={state} onChanged={codes.take} />;
  return state.state === 'paused' ? (
    <Paused state={state} take={codes.take} />
  ) : (
    <Shown codes={codes} />
  );
}

/** The card that somebody came with from its page. */
function cardOf(search: string): FamilyCardId | null {
  const card = new URLSearchParams(search).get('card');
  return card !== null && isUuid(card) ? (card as FamilyCardId) : null;
}

/** My pay code, for a shop to scan. */
export default function PayCodePage() {
  const { t } = useLingui();
  const codes = usePayCodes(cardOf(useSearch()));
  const [isSetting, setSetting] = useState(false);
  const [read, setRead] = useState<string | null>(null);
  const { used } = codes;
  const isUsed = used !== null && used.orderId !== read;
  const isOn = codes.state !== null && codes.state.state !== 'off';
  return (
    <>
      <TopBar
        title={t`Pay code`}
        back="/me/wallet"
        actions={
          isOn && !isUsed ? (
            <IconButton
              label={isSetting ? t`Show the code` : t`Settings of the pay code`}
              icon={<Settings2 aria-hidden="true" className="size-5.5" />}
              tone={isSetting ? 'accent' : 'plain'}
              aria-pressed={isSetting}
              onClick={() => setSetting(!isSetting)}
            />
          ) : null
        }
      />
      <Screen>
        {isUsed ? (
          <CodeOutcome key={used.orderId} use={used} onRead={() => setRead(used.orderId)} />
        ) : (
          <Body codes={codes} isSetting={isSetting && isOn} />
        )}
      </Screen>
    </>
  );
}
