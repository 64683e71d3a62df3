import { Trans, useLingui } from '@lingui/react/macro';
import type { MerchantId, MoveId, PayKey } from '@plaza/base';
import type { Hold, MethodInput, MethodOutput } from '@plaza/contract';
import { CircleCheck } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { api, http, useAnswer } from '../../../state/index.ts';
import {
  Avatar,
  Button,
  ButtonLink,
  EmptyState,
  FormError,
  Note,
  Skeleton,
} from '../../../ui/index.ts';
import { Amount, ApprovalSheet, usePayment, type PaymentWay } from '../../pay/index.ts';
import { MerchantHead } from './PayForm.tsx';

type HoldPayment = Omit<MethodInput<'merchants.allowHold'>, 'approval'> & { key: PayKey };

/** The approval of a hold is bound to it as to an order of the same number. */
const holdWay: PaymentWay<HoldPayment, MethodOutput<'merchants.allowHold'>> = {
  name: 'hold',
  pay: (request) => http.call('merchants.allowHold', request),
  standing({ hold }) {
    if (hold.state === 'failed') return { error: hold.failure ?? 'internal' };
    return hold.state === 'processing' ? 'processing' : 'done';
  },
  async beginPasskey({ merchantId, holdId, amountMinor }) {
    const { hold } = await api.merchants.getHold({ merchantId, holdId });
    const { currency } = hold.money;
    const orderId = holdId as string as never;
    return api.merchants.beginPasskeyApproval({ merchantId, orderId, amountMinor, currency });
  },
};

function Held({ hold }: { hold: Hold }) {
  const until = hold.expiresAt === null ? '' : formatDateTime(hold.expiresAt);
  return (
    <EmptyState
      icon={CircleCheck}
      title={
        hold.state === 'held' ? (
          <Trans>The amount is held</Trans>
        ) : (
          <Trans>This hold is over.</Trans>
        )
      }
      action={
        <ButtonLink to="/me/wallet">
          <Trans>To the wallet</Trans>
        </ButtonLink>
      }
    >
      {hold.state === 'held' && until !== '' ? (
        <Trans>What is not taken of it comes back, on {until} at the latest.</Trans>
      ) : null}
    </EmptyState>
  );
}

/** Lets a shop hold an amount, of which it may take a part or all. */
export function HoldForm({ merchantId, holdId }: { merchantId: MerchantId; holdId: MoveId }) {
  const { t } = useLingui();
  const ask = useCallback(
    async () => (await api.merchants.getHold({ merchantId, holdId })).hold,
    [merchantId, holdId],
  );
  const { data: hold, failure, replace, reload } = useAnswer(ask);
  const face = usePayment(holdId, holdWay);
  const { payment } = face;
  const held = payment?.step === 'done' ? (payment.result?.hold ?? null) : null;
  useEffect(() => {
    if (held === null) return;
    face.drop();
    replace(held);
  }, [held, face, replace]);
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  if (hold === null) return <Skeleton className="aspect-[4/5] w-full" />;
  const { merchant, money, description } = hold;
  const { name } = merchant;
  return (
    <>
      <MerchantHead merchant={merchant} />
      <div className="edge flex flex-col items-center gap-1 rounded-3xl bg-surface px-5 py-8 text-center">
        <Amount money={money} />
        {description === '' ? null : <p dir="auto">{description}</p>}
      </div>
      {hold.state === 'asked' ? (
        <>
          <Note>
            <Trans>
              Nothing is paid now. The shop holds this amount, takes what it comes to in the end,
              and the rest is yours again.
            </Trans>
          </Note>
          <Button
            wide
            onClick={() =>
              face.begin({ merchantId, holdId, amountMinor: money.amountMinor }, money)
            }
          >
            <Trans>Let it hold this</Trans>
          </Button>
        </>
      ) : (
        <Held hold={hold} />
      )}
      {payment === null || payment.step === 'done' ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{
            name,
            picture: <Avatar id={merchantId} name={name} shape="service" size="l" />,
          }}
          note={t`Held, not paid`}
          done={{ title: t`The amount is held`, text: '' }}
          onClose={() => {
            face.drop();
            reload();
          }}
          onDone={face.drop}
        />
      )}
    </>
  );
}
