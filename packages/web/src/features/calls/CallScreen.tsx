import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { ChevronDown, UserPlus, WifiOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/index.ts';
import { callTitle } from './call-names.ts';
import { Controls } from './Controls.tsx';
import { useModal } from './IncomingSheet.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { Stage } from './Stage.tsx';
import { show, type CallView } from './state.ts';
import { TextPane } from './TextPane.tsx';
import { TroubleNotes } from './TroubleNotes.tsx';
import { useDuration } from './use-duration.ts';

type ScreenProps = { view: CallView; state: State };

/** How it stands, in a word. */
function Standing({ view }: { view: CallView }) {
  const { call, phase, peers } = view;
  const duration = useDuration(phase === 'talking' ? (call?.answeredAt ?? null) : null);
  const ways = [...peers.values()];
  const isLost = ways.some(({ link }) => link === 'lost');
  const isWeak = ways.some((peer) => peer.isWeak);
  if (phase === 'outgoing')
    return call === null ? <Trans>Calling…</Trans> : <Trans>Ringing…</Trans>;
  if (isLost) {
    return (
      <span className="inline-flex items-center gap-1.5 text-warn">
        <WifiOff aria-hidden="true" className="size-4" />
        <Trans>Connection lost, trying again…</Trans>
      </span>
    );
  }
  if (ways.every(({ link }) => link === 'connecting')) return <Trans>Connecting…</Trans>;
  return (
    <>
      <span aria-live="off" className="tabular-nums">
        {duration}
      </span>
      {isWeak ? (
        <span className="ms-2 text-warn">
          <Trans>Weak connection</Trans>
        </span>
      ) : null}
    </>
  );
}

function Head({ view, state, onInvite }: ScreenProps & { onInvite(): void }) {
  const { t } = useLingui();
  const isGroup = view.call?.kind === 'group';
  return (
    <header className="flex items-center gap-1 px-2 pt-[max(0.5rem,env(safe-area-inset-top))] pb-1">
      <IconButton
        label={t`Back to the chat; the call goes on`}
        icon={<ChevronDown aria-hidden="true" className="size-6" />}
        onClick={() => show({ isMinimised: true })}
      />
      <div className="min-w-0 flex-1 text-center">
        <h2 className="truncate text-lg font-semibold">
          <bdi>{callTitle(state, view.call)}</bdi>
        </h2>
        <p role="status" className="min-h-6 text-sm text-muted">
          <Standing view={view} />
        </p>
      </div>
      {isGroup ? (
        <IconButton
          label={t`Invite more people`}
          icon={<UserPlus aria-hidden="true" className="size-5.5" />}
          onClick={onInvite}
        />
      ) : (
        <span className="size-[44px]" />
      )}
    </header>
  );
}

/** The call itself. */
export function CallScreen({ view, state }: ScreenProps) {
  const { t } = useLingui();
  const ref = useModal();
  const [isInviting, setInviting] = useState(false);
  const title = callTitle(state, view.call);
  return (
    <dialog
      ref={ref}
      aria-label={t`Call with ${title}`}
      onCancel={(event) => {
        // Escape leads back to the chat; nobody hangs up by mistake.
        event.preventDefault();
        show({ isMinimised: true });
      }}
      className={
        'fixed inset-0 m-0 h-dvh max-h-none w-full max-w-none flex-col bg-canvas text-ink open:flex'
      }
    >
      <Head view={view} state={state} onInvite={() => setInviting(true)} />
      <TroubleNotes view={view} />
      <div className="flex min-h-0 flex-1 flex-col panes:flex-row">
        <Stage view={view} state={state} />
        {view.isTextOpen ? <TextPane view={view} state={state} /> : null}
      </div>
      <Controls view={view} />
      {isInviting && view.call !== null ? (
        <InviteDialog call={view.call} state={state} onClose={() => setInviting(false)} />
      ) : null}
    </dialog>
  );
}
