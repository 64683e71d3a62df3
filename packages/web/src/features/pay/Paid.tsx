import type { Money } from '@plaza/contract';
import type { ReactNode } from 'react';
import { Amount } from './Amount.tsx';

/** Whom or what money goes to, as somebody who approves it sees it. */
export type Payee = {
  name: string;
  /** An avatar, or an icon in a circle. */
  picture: ReactNode;
};

type PaidProps = { payee: Payee; money: Money; note: string };

/** Whom, how much, what for: exactly what is approved. */
export function Paid({ payee, money, note }: PaidProps) {
  return (
    <div className="flex flex-col items-center gap-1.5 text-center">
      <span className="short:hidden">{payee.picture}</span>
      <p className="font-semibold">
        <bdi>{payee.name}</bdi>
      </p>
      <p>
        <Amount money={money} />
      </p>
      {note === '' ? null : (
        <p dir="auto" className="text-muted">
          {note}
        </p>
      )}
    </div>
  );
}
