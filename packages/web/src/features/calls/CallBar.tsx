import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import { MicOff, Phone, PhoneOff } from 'lucide-react';
import { callTitle } from './call-names.ts';
import { show, type CallView } from './state.ts';
import { useDuration } from './use-duration.ts';
import { useEngine } from './use-engine.ts';

/** The call while its screen is put away: above everything, small, one press from coming back. */
export function CallBar({ view, state }: { view: CallView; state: State }) {
  const { t } = useLingui();
  const run = useEngine();
  const duration = useDuration(view.call?.answeredAt ?? null);
  const title = callTitle(state, view.call);
  return (
    <aside
      aria-label={t`Call`}
      className="flex items-stretch bg-good pt-[env(safe-area-inset-top)] text-surface"
    >
      <button
        type="button"
        onClick={() => show({ isMinimised: false })}
        className="ring-inside flex min-h-11 min-w-0 flex-1 items-center gap-2 px-4 text-start"
      >
        <Phone aria-hidden="true" className="size-4.5 shrink-0" />
        <span className="truncate font-medium">
          <Trans>
            Back to the call with <bdi>{title}</bdi>
          </Trans>
        </span>
        {view.microphone ? null : <MicOff aria-label={t`Muted`} className="size-4.5 shrink-0" />}
        <span className="ms-auto tabular-nums">{duration ?? <Trans>Ringing…</Trans>}</span>
      </button>
      <button
        type="button"
        aria-label={t`Hang up`}
        title={t`Hang up`}
        onClick={() => run((engine) => engine.hangUp())}
        className="ring-inside grid min-h-11 w-14 place-items-center bg-danger text-on-danger"
      >
        <PhoneOff aria-hidden="true" className="size-5" />
      </button>
    </aside>
  );
}
