import { Trans, useLingui } from '@lingui/react/macro';
import type { ShownCode } from '@plaza/contract';
import { RefreshCw, WifiOff } from 'lucide-react';
import { QrCode } from '../../ui/QrCode.tsx';
import { IconButton, Skeleton } from '../../ui/index.ts';
import { Barcode } from './Barcode.tsx';
import { useBrightScreen } from './use-bright-screen.ts';

/** Digits as people read them out: in fours, so that a tired voice keeps its place. */
const spoken = (code: string) => code.replace(/(\d{4})(?=\d)/g, '$1 ');

function Remaining({ leftMs }: { leftMs: number }) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return (
    <div className="flex items-center gap-3">
      <div aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-[#e9e8ee]">
        <div
          className="h-full rounded-full bg-[#4f46c8] transition-[width] duration-300 ease-linear"
          style={{ width: `${Math.min(100, (leftMs / 60_000) * 100)}%` }}
        />
      </div>
      <p className="w-24 text-end text-sm text-[#56535f] tabular-nums">
        <Trans>New in {seconds} s</Trans>
      </p>
    </div>
  );
}

type CodeCardProps = {
  code: ShownCode | null;
  leftMs: number;
  isOffline: boolean;
  onRenew(): void;
};

/** The code itself: always dark on white, because a till must read it. */
export function CodeCard({ code, leftMs, isOffline, onRenew }: CodeCardProps) {
  const { t } = useLingui();
  useBrightScreen();
  if (code === null) {
    return (
      <div className="edge flex flex-col gap-4 rounded-3xl bg-surface p-[20px] shadow-float">
        {isOffline ? (
          <p
            role="status"
            className="flex flex-col items-center gap-3 py-16 text-center text-muted"
          >
            <WifiOff aria-hidden="true" className="size-8" />
            <Trans>There is no network, and the codes on this device are over.</Trans>
          </p>
        ) : (
          <Skeleton className="aspect-[4/5] w-full" />
        )}
      </div>
    );
  }
  return (
    <div className="edge flex flex-col gap-3 rounded-3xl bg-white p-[20px] text-[#191728] shadow-float">
      <Barcode digits={code.code} label={t`Pay code as a barcode`} />
      <div className="flex items-center justify-between gap-2">
        <p dir="ltr" className="font-mono text-sm tracking-wide text-[#56535f] tabular-nums">
          {spoken(code.code)}
        </p>
        <IconButton
          label={t`New code`}
          icon={<RefreshCw aria-hidden="true" className="size-5 text-[#4f46c8]" />}
          disabled={isOffline}
          onClick={onRenew}
          className="-me-2 hover:bg-[#f1f0f6]"
        />
      </div>
      <div className="mx-auto w-full max-w-64 short:max-w-48">
        <QrCode text={code.code} label={t`Pay code`} />
      </div>
      <Remaining leftMs={leftMs} />
    </div>
  );
}
