import { Trans } from '@lingui/react/macro';
import type { Transfer } from '@plaza/contract';
import { Check, Clock, Hourglass, LoaderCircle, Undo2, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { classNames } from '../../ui/index.ts';

type Told = { icon: LucideIcon; tone: string; words: ReactNode };

const good = 'bg-good-soft text-good';
const plain = 'bg-field text-ink';
const warn = 'bg-warn-soft text-warn';

type ReceiptStateProps = { transfer: Transfer; isPayer: boolean; name: string };

function told({ transfer, isPayer, name }: ReceiptStateProps): Told {
  const { state, failure } = transfer;
  switch (state) {
    case 'processing':
      return { icon: LoaderCircle, tone: plain, words: <Trans>Being processed</Trans> };
    case 'waiting': {
      const forMe = <Trans>Waits for you to accept it</Trans>;
      const forOther = <Trans>Waits for {name} to accept it</Trans>;
      return { icon: Clock, tone: warn, words: isPayer ? forOther : forMe };
    }
    case 'arriving':
      return { icon: Hourglass, tone: warn, words: <Trans>Accepted, and on its way</Trans> };
    case 'accepted':
      return { icon: Check, tone: good, words: <Trans context="money">Accepted</Trans> };
    case 'returned': {
      const byOther = <Trans>{name} returned it</Trans>;
      const byMe = <Trans>You returned it</Trans>;
      return { icon: Undo2, tone: plain, words: isPayer ? byOther : byMe };
    }
    case 'cancelled': {
      const byOther = <Trans>{name} took it back before it arrived</Trans>;
      const byMe = <Trans>You took it back before it arrived</Trans>;
      return { icon: Undo2, tone: plain, words: isPayer ? byMe : byOther };
    }
    case 'expired':
      return {
        icon: Undo2,
        tone: plain,
        words: <Trans>Nobody accepted it within 24 hours: it went back</Trans>,
      };
    case 'failed': {
      const why = explain({ error: failure ?? 'internal' });
      return { icon: X, tone: 'bg-danger-soft text-danger', words: <Trans>Not paid. {why}</Trans> };
    }
  }
}

/** How a transfer stands, in words for this side of it. */
export function ReceiptState(props: ReceiptStateProps) {
  const { icon: Icon, tone, words } = told(props);
  return (
    <p
      role="status"
      className={classNames(
        'inline-flex items-center gap-2 rounded-2xl px-4 py-1.5 text-sm font-medium',
        tone,
      )}
    >
      <Icon aria-hidden="true" className="size-4.5 shrink-0" />
      <span>{words}</span>
    </p>
  );
}
