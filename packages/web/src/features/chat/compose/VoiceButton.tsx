import { useLingui } from '@lingui/react/macro';
import { Mic } from 'lucide-react';
import { useEffect, useRef, type PointerEvent } from 'react';
import { classNames } from '../../../ui/index.ts';

/** A press that is shorter is a tap: it goes on recording without the finger. */
const holdMs = 350;
/** So far to the side the finger cancels. */
const cancelPx = 90;

type VoiceButtonProps = {
  isRecording: boolean;
  /** A finger is on it for so long that lifting it sends. */
  isHeld: boolean;
  onHeld(isHeld: boolean): void;
  onBegin(): void;
  /** The finger was lifted after holding. */
  onRelease(): void;
  onCancel(): void;
  /** How far the finger has gone to where it cancels, 0 to 1. */
  onSlide(part: number): void;
};

/** Hold to speak and lift to send, slide away to cancel; or tap, and decide at the end. */
export function VoiceButton(props: VoiceButtonProps) {
  const { isRecording, isHeld, onHeld, onBegin, onRelease, onCancel, onSlide } = props;
  const { t } = useLingui();
  const startX = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function slid(event: PointerEvent): number {
    if (startX.current === null) return 0;
    const isRtl = document.documentElement.dir === 'rtl';
    const away = isRtl ? event.clientX - startX.current : startX.current - event.clientX;
    return Math.max(0, Math.min(1, away / cancelPx));
  }

  function end(finish: (() => void) | null): void {
    clearTimeout(timer.current);
    if (startX.current === null) return;
    startX.current = null;
    onSlide(0);
    onHeld(false);
    finish?.();
  }

  // While a tapped recording runs the bar has the buttons that end it.
  if (isRecording && !isHeld && startX.current === null) return null;
  return (
    <button
      type="button"
      aria-label={t`Record a voice message`}
      title={t`Record a voice message`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        startX.current = event.clientX;
        event.currentTarget.setPointerCapture(event.pointerId);
        timer.current = setTimeout(() => onHeld(true), holdMs);
        onBegin();
      }}
      onPointerMove={(event) => {
        if (startX.current === null || !isHeld) return;
        const part = slid(event);
        onSlide(part);
        if (part === 1) end(onCancel);
      }}
      onPointerUp={() => end(isHeld ? onRelease : null)}
      onPointerCancel={() => end(null)}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // The keyboard presses without a pointer.
        if (event.detail === 0 && !isRecording) onBegin();
      }}
      className={classNames(
        'grid size-[44px] shrink-0 touch-none place-items-center rounded-full select-none',
        'bg-accent text-on-accent transition-transform hover:bg-accent-press',
        '[-webkit-touch-callout:none]',
        isHeld && 'scale-115',
      )}
    >
      <Mic aria-hidden="true" className="size-[20px]" />
    </button>
  );
}
