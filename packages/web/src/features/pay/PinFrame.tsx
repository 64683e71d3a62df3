import type { ApprovalMeans } from '@plaza/contract';
import type { ReactNode } from 'react';
import { FormError, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';
import { useWallet } from './use-wallet.ts';

type PinFrameProps = {
  title: string;
  back: string;
  children: (means: ApprovalMeans) => ReactNode;
};

/** The keys of a PIN on a page, where a sheet would have them. */
export function PinCard({ children }: { children: ReactNode }) {
  return (
    <div className="edge mx-auto flex w-full max-w-sm flex-col gap-4 rounded-2xl bg-surface p-[16px]">
      {children}
    </div>
  );
}

/** A page about the PIN, as soon as it is known how this person approves. */
export function PinFrame({ title, back, children }: PinFrameProps) {
  const { approval, failure } = useWallet();
  return (
    <>
      <TopBar title={title} back={back} />
      <Screen>
        {approval === null ? (
          failure === null ? (
            <SkeletonRows count={2} />
          ) : (
            <FormError>{failure.text}</FormError>
          )
        ) : (
          children(approval)
        )}
      </Screen>
    </>
  );
}
