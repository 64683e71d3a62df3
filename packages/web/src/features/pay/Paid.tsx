import type { Money } from '@plaza/contract';
import { Avatar } from '../../ui/index.ts';
import { Amount } from './Amount.tsx';
import type { Payee } from './use-payment.ts';

type PaidProps = { payee: Payee; money: Money; note: string };

/** Whom, how much, what for: exactly what is approved. */
export function Paid({ payee, money, note }: PaidProps) {
  return (
    <div className="flex flex-col items-center gap-1.5 text-center">
      <span className="short:hidden">
        <Avatar id={payee.personId} name={payee.name} photoPath={payee.photoPath} />
      </span>
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
