import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Packet } from '@plaza/contract';
import type { ReactNode } from 'react';
import { Avatar, classNames } from '../../ui/index.ts';
import type { Standing } from './standing.ts';
import type { useOpening } from './use-opening.ts';
import { greetingOf, nameAt } from './words.ts';

type EnvelopeProps = {
  state: State;
  packet: Packet;
  standing: Standing;
  opening: ReturnType<typeof useOpening>;
  /** Shows who took of it. */
  onLook(): void;
};

function SealButton({ opening }: { opening: EnvelopeProps['opening'] }) {
  const { t } = useLingui();
  return (
    <button
      type="button"
      data-first-focus=""
      aria-busy={opening.busy}
      aria-label={t`Open the red packet`}
      onClick={opening.open}
      className={classNames(
        'edge packet-gold packet-coin grid size-[92px] place-items-center rounded-full text-on-gold',
        'text-xl font-bold outline-offset-4 focus-visible:outline-on-packet',
        opening.busy && 'packet-turning',
      )}
    >
      <span>{t({ context: 'seal of a red packet', message: 'Open' })}</span>
    </button>
  );
}

function whyNot(standing: Standing, forName: string): ReactNode {
  switch (standing) {
    case 'theirs':
      return <Trans>Only {forName} may open it.</Trans>;
    case 'gone':
      return <Trans>You are too late: all of it was taken.</Trans>;
    case 'over':
      return <Trans>It is over: after 24 hours the rest went back.</Trans>;
    default:
      return null;
  }
}

/** The closed envelope: who sent it, what they wish, and the seal that opens it. */
export function Envelope({ state, packet, standing, opening, onLook }: EnvelopeProps) {
  const { conversationId, sender, forPerson, greeting } = packet;
  const name = nameAt(state, conversationId, sender);
  const forName = forPerson === null ? '' : nameAt(state, conversationId, forPerson);
  const mayOpen = standing === 'mine';
  const isOwn = sender.personId === state.me?.personId;
  return (
    <div
      className={classNames(
        'edge flex flex-col items-center overflow-hidden rounded-3xl bg-packet-deep pb-6',
        'text-center text-on-packet',
      )}
    >
      <div className="packet-flap flex w-full flex-col items-center gap-2 bg-packet px-5 pt-7 pb-16">
        <Avatar id={sender.personId} name={name} photoPath={sender.photoPath} />
        <p>
          <Trans>
            A red packet from <bdi>{name}</bdi>
          </Trans>
        </p>
        <p dir="auto" className="text-2xl leading-snug font-bold [overflow-wrap:anywhere]">
          {greetingOf(greeting)}
        </p>
        {forPerson !== null && mayOpen ? (
          <p className="text-sm">
            <Trans>For you alone</Trans>
          </p>
        ) : null}
      </div>
      <div className="-mt-[46px] flex min-h-36 w-full flex-col items-center gap-4 px-6">
        {mayOpen ? (
          <SealButton opening={opening} />
        ) : (
          <p className="mt-[74px] font-medium">{whyNot(standing, forName)}</p>
        )}
        <p role="alert" className="text-sm font-medium empty:hidden">
          {opening.failure?.text}
        </p>
        <p role="status" className="sr-only">
          {opening.busy ? <Trans>Opening …</Trans> : null}
        </p>
        {mayOpen && !isOwn ? null : (
          <button
            type="button"
            onClick={onLook}
            className={classNames(
              'min-h-11 rounded-xl px-4 font-semibold underline decoration-current/40',
              'underline-offset-4 focus-visible:outline-on-packet',
            )}
          >
            <Trans>See how it stands</Trans>
          </button>
        )}
      </div>
    </div>
  );
}
