import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { SendHorizontal, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton, VisuallyHidden } from '../../../ui/index.ts';
import { formatClock } from '../kinds/clock.ts';
import { countdownMs, mostMs, type VoiceState } from './use-recording.ts';

const shownBars = 48;

/** The newest of what is heard, running in from the end. */
function LiveWave({ levels }: { levels: readonly number[] }) {
  const shown = levels.slice(-shownBars);
  return (
    <span
      aria-hidden="true"
      className="flex h-[36px] min-w-0 flex-1 items-center justify-end gap-[2px] overflow-hidden"
    >
      {shown.map((level, index) => (
        <span
          // Bars are places, not things.
          key={index}
          className="edge w-[3px] shrink-0 rounded-full bg-accent"
          style={{ height: `${Math.round(10 + Math.min(1, level) * 90)}%` }}
        />
      ))}
    </span>
  );
}

function TimeLeft({ elapsedMs, isFull }: VoiceState) {
  const seconds = Math.ceil((mostMs - elapsedMs) / 1000);
  const isEnding = elapsedMs >= countdownMs;
  // A second that has not passed is not shown: what is too short to be sent reads 0:00.
  const whole = Math.floor(elapsedMs / 1000);
  return (
    <>
      <span className="w-12 shrink-0 text-sm tabular-nums">{formatClock(whole * 1000)}</span>
      {isEnding ? (
        <span className="shrink-0 text-sm font-semibold text-danger tabular-nums">
          {isFull ? (
            <Trans>A minute is full</Trans>
          ) : (
            <Plural value={seconds} one="# s left" other="# s left" />
          )}
        </span>
      ) : null}
      <span role="status" className="sr-only">
        {isFull ? (
          <Trans>A minute is full</Trans>
        ) : isEnding ? (
          <Trans>Ten seconds are left.</Trans>
        ) : (
          <Trans>Recording</Trans>
        )}
      </span>
    </>
  );
}

type RecordingBarProps = {
  state: VoiceState;
  /** How far the finger has slid to where it cancels. */
  slide: number;
  isHeld: boolean;
  onCancel(): void;
  onSend(): void;
};

/** In place of the field while something is recorded. Escape cancels. */
export function RecordingBar({ state, slide, isHeld, onCancel, onSend }: RecordingBarProps) {
  const { t } = useLingui();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where the finger holds a button the focus stays; the keyboard goes on here.
    if (!isHeld) bar.current?.querySelector<HTMLElement>('[data-send]')?.focus();
  }, [isHeld]);
  useEffect(() => {
    function press(event: globalThis.KeyboardEvent): void {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      // Before the page hears of it, which would lead back to the list.
      event.stopPropagation();
      onCancel();
    }
    addEventListener('keydown', press, { capture: true });
    return () => removeEventListener('keydown', press, { capture: true });
  }, [onCancel]);
  return (
    <div
      ref={bar}
      role="group"
      aria-label={t`Recording a voice message`}
      className="flex min-w-0 flex-1 items-center gap-2"
      style={{ opacity: 1 - slide * 0.6 }}
    >
      {isHeld ? null : (
        <IconButton
          label={t`Delete the recording`}
          onClick={onCancel}
          className="text-danger!"
          icon={<Trash2 aria-hidden="true" className="size-5" />}
        />
      )}
      <span aria-hidden="true" className="size-2.5 shrink-0 animate-pulse rounded-full bg-danger" />
      <TimeLeft {...state} />
      {isHeld ? (
        <span className="min-w-0 flex-1 truncate text-center text-sm text-muted">
          {slide > 0.5 ? <Trans>Let go to cancel</Trans> : <Trans>Slide away to cancel</Trans>}
        </span>
      ) : (
        <>
          <LiveWave levels={state.levels} />
          <IconButton
            data-send=""
            label={t`Send`}
            tone="filled"
            onClick={onSend}
            icon={<SendHorizontal aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
          />
        </>
      )}
      <VisuallyHidden>
        <Trans>Escape deletes the recording.</Trans>
      </VisuallyHidden>
    </div>
  );
}
