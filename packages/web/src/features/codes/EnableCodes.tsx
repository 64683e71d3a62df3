import { Trans, useLingui } from '@lingui/react/macro';
import type { CodeCap, CodeState } from '@plaza/contract';
import { QrCode, ShieldCheck, WifiOff, Zap, type LucideIcon } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, RowIcon, SectionCard } from '../../ui/index.ts';
import { ApprovalSheet, usePayment } from '../pay/index.ts';
import { enabling } from './enabling.ts';

type PointProps = { icon: LucideIcon; hue: 'violet' | 'green' | 'blue'; children: ReactNode };

function Point({ icon, hue, children }: PointProps) {
  return (
    <div className="flex items-center gap-[12px] px-[16px] py-3">
      <RowIcon icon={icon} hue={hue} />
      <p className="min-w-0 flex-1">{children}</p>
    </div>
  );
}

function Points({ cap }: { cap: CodeCap }) {
  const { currency, scale, paymentMinor, dayMinor } = cap;
  const payment = formatMoney({ currency, scale, amountMinor: paymentMinor });
  const day = formatMoney({ currency, scale, amountMinor: dayMinor });
  return (
    <SectionCard>
      <Point icon={Zap} hue="violet">
        <Trans>
          Up to {payment} at once and {day} a day are taken without asking. Above that you are asked
          for your PIN.
        </Trans>
      </Point>
      <Point icon={ShieldCheck} hue="green">
        <Trans>Each code works once and for a minute. Only shops can charge it.</Trans>
      </Point>
      <Point icon={WifiOff} hue="blue">
        <Trans>For a while it also works where there is no network.</Trans>
      </Point>
    </SectionCard>
  );
}

type EnableCodesProps = { state: CodeState; onEnabled(state: CodeState): void };

/** Switches codes on, also after a pause, once that was approved. */
export function EnableButton({ state, onEnabled }: EnableCodesProps) {
  const { t } = useLingui();
  const face = usePayment('device', enabling);
  const [cap] = state.caps;
  const { payment } = face;
  const result = payment?.step === 'done' ? payment.result : null;
  useEffect(() => {
    if (result === null) return;
    face.drop();
    onEnabled(result);
  }, [result, face, onEnabled]);
  if (cap === undefined) return null;
  const { currency, scale, dayMinor } = cap;
  const name = t`Pay code on this device`;
  const picture = (
    <span className="grid size-16 place-items-center rounded-full bg-soft text-accent-text">
      <QrCode aria-hidden="true" className="size-8" />
    </span>
  );
  return (
    <>
      <Button wide onClick={() => face.begin({}, { currency, scale, amountMinor: dayMinor })}>
        {state.state === 'paused' ? (
          <Trans>Go on</Trans>
        ) : (
          <Trans>Switch it on for this device</Trans>
        )}
      </Button>
      {payment === null || payment.step === 'done' ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{ name, picture }}
          note={t`At most this much a day. Nothing is paid now.`}
          done={{ title: t`The pay code is on`, text: '' }}
          onClose={face.drop}
          onDone={face.drop}
        />
      )}
    </>
  );
}

/** What a pay code is, before somebody lets this device show one. */
export function EnableCodes({ state, onEnabled }: EnableCodesProps) {
  const [cap] = state.caps;
  if (cap === undefined) return null;
  return (
    <>
      <div className="flex flex-col items-center gap-3 pt-4 text-center">
        <span className="grid size-20 place-items-center rounded-[28%] bg-soft text-accent-text">
          <QrCode aria-hidden="true" className="size-10" strokeWidth={1.75} />
        </span>
        <h2 className="text-xl font-bold tracking-tight">
          <Trans>Show a code, and it is paid</Trans>
        </h2>
        <p className="max-w-sm text-muted">
          <Trans>The shop scans the code on your screen. You type nothing at the till.</Trans>
        </p>
      </div>
      <Points cap={cap} />
      <EnableButton state={state} onEnabled={onEnabled} />
    </>
  );
}
