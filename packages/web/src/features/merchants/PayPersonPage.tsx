import { Trans, useLingui } from '@lingui/react/macro';
import { parseMinor, type PayKey } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { formatMoney } from '../../i18n/money.ts';
import { api, http, useAnswer } from '../../state/index.ts';
import {
  Avatar,
  Button,
  Screen,
  SearchField,
  SectionCard,
  Switch,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { ApprovalSheet, readPasted, usePayment, type PaymentWay } from '../pay/index.ts';
import { ContactRows, type Friend } from './ContactRows.tsx';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';

type Payout = Omit<MethodInput<'merchants.payOut'>, 'approval'> & { key: PayKey };

const payoutWay: PaymentWay<Payout, MethodOutput<'merchants.payOut'>> = {
  name: 'payout',
  pay: (request) => http.call('merchants.payOut', request),
  standing({ payout }) {
    if (payout.state === 'failed') return { error: payout.failure ?? 'internal' };
    return payout.state === 'processing' ? 'processing' : 'done';
  },
  beginPasskey: ({ merchantId, personId, amountMinor, currency }) =>
    api.merchants.beginPayoutApproval({ merchantId, personId, amountMinor, currency }),
};

function Whom({ onChoose }: { onChoose(friend: Friend): void }) {
  const { t } = useLingui();
  const [search, setSearch] = useState('');
  return (
    <>
      <p className="text-muted">
        <Trans>Wages, a prize, money back for somebody who bought for the shop: to whom?</Trans>
      </p>
      <SearchField label={t`Search contacts by name`} value={search} onChange={setSearch} />
      <ContactRows search={search} onChoose={onChoose}>
        <Trans>No contact is found.</Trans>
      </ContactRows>
    </>
  );
}

/** How much, what for, and whether they are asked first. */
function Terms({ mine, friend }: PageProps & { friend: Friend }) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const { merchantId, name: shop } = mine.merchant;
  const { personId, photoPath } = friend.person;
  const ask = useCallback(
    async () => (await api.merchants.getBalances({ merchantId })).balances,
    [merchantId],
  );
  const { data } = useAnswer(ask);
  const face = usePayment(`${merchantId} ${personId}`, payoutWay);
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [mustAccept, setMustAccept] = useState(false);
  const { payment } = face;
  const balance = data?.[0];
  if (balance === undefined) return null;
  const { currency, scale, availableMinor } = balance;
  const read = typed.trim() === '' ? null : readPasted(typed, scale);
  const amountMinor = read === null ? null : parseMinor(read, scale);
  const isTooMuch = amountMinor !== null && amountMinor > availableMinor;
  const have = formatMoney({ currency, scale, amountMinor: availableMinor });
  const isReady = amountMinor !== null && amountMinor > 0 && !isTooMuch;
  const picture = <Avatar id={personId} name={friend.name} photoPath={photoPath} size="l" />;

  function begin(): void {
    if (!isReady) return;
    const asked = { merchantId, personId, amountMinor, currency, mustAccept, note: note.trim() };
    face.begin(asked, { amountMinor, currency, scale });
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <div className="flex items-center gap-[14px]">
        {picture}
        <h2 className="min-w-0 text-xl font-bold tracking-tight [overflow-wrap:anywhere]">
          <bdi>{friend.name}</bdi>
        </h2>
      </div>
      <TextField
        label={t`Amount`}
        description={t`The shop has ${have}`}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
        error={isTooMuch ? t`That is more than the shop has.` : null}
      />
      <TextField label={t`What for`} value={note} onChange={setNote} maxLength={60} />
      <SectionCard>
        <Switch
          label={t`They say yes first`}
          description={t`What they do not take within a day comes back.`}
          checked={mustAccept}
          onChange={setMustAccept}
        />
      </SectionCard>
      <Button type="submit" disabled={!isReady}>
        <Trans>Pay</Trans>
      </Button>
      {payment === null ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{ name: friend.name, picture }}
          note={note.trim() === '' ? shop : `${shop} · ${note.trim()}`}
          done={{
            title: mustAccept ? t`Promised` : t`Paid`,
            text: mustAccept ? t`It waits for their yes.` : '',
          }}
          onClose={face.drop}
          onDone={() => {
            face.drop();
            navigate(placeOf(merchantId), { replace: true });
          }}
        />
      )}
    </form>
  );
}

/** A shop pays a person, for its owner. */
export default function PayPersonPage({ mine }: PageProps) {
  const { t } = useLingui();
  const [friend, setFriend] = useState<Friend | null>(null);
  return (
    <>
      <TopBar title={t`Pay somebody`} back={placeOf(mine.merchant.merchantId)} />
      <Screen>
        {friend === null ? <Whom onChoose={setFriend} /> : <Terms mine={mine} friend={friend} />}
      </Screen>
    </>
  );
}
