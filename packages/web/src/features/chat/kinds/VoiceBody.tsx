import { useLingui } from '@lingui/react/macro';
import { threadOf } from '@plaza/client';
import { Pause, Play } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { formatNumber } from '../../../i18n/format.ts';
import { useClient } from '../../../state/index.ts';
import { classNames } from '../../../ui/index.ts';
import type { MessageRow } from '../rows.ts';
import { CancelSending } from './CancelSending.tsx';
import { formatClock } from './clock.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { isHeard } from './heard.ts';
import { mediaUrl } from './local-media.ts';
import { Meta } from './Meta.tsx';
import type { SaidOf } from './said.ts';
import { seekTo, stepRate, togglePlay, useVoicePlayer, type Track } from './voice-player.ts';
import { barsOf } from './waveform.ts';

type Voice = SaidOf<'voice'>;
type VoiceBodyProps = { row: MessageRow; name: string | null; said: Voice };

/** The next voice message of somebody else that was not heard yet, to be played on. */
function useNextUnheard() {
  const { id, state } = useThreadPlace();
  const { commands, getState } = useClient();
  return function after(seq: number | null): Track | null {
    if (seq === null) return null;
    const meId = state.me?.personId;
    const next = threadOf(getState(), id).entries.find(
      (entry) =>
        entry.seq > seq &&
        entry.senderId !== meId &&
        entry.body.type === 'message' &&
        entry.body.message.type === 'voice' &&
        !isHeard(getState(), id, entry.seq),
    );
    if (next === undefined || next.body.type !== 'message') return null;
    const { message } = next.body;
    if (message.type !== 'voice') return null;
    void commands.setInbox(id, { heard: [next.seq] });
    const url = `/media/${message.fileId}`;
    return { key: `seq-${next.seq}`, url, durationMs: message.durationMs };
  };
}

type WaveProps = { peaks: readonly number[]; part: number; onSeek(part: number): void };

function Wave({ peaks, part, durationMs, onSeek }: WaveProps & { durationMs: number }) {
  const { t } = useLingui();
  const bars = barsOf(peaks, 36);
  const at = part * durationMs;

  function press(event: PointerEvent<HTMLDivElement>): void {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) onSeek(Math.max(0, Math.min(1, (event.clientX - left) / width)));
  }

  function step(event: KeyboardEvent): void {
    const by = { ArrowRight: 0.1, ArrowLeft: -0.1, Home: -1, End: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(Math.max(0, Math.min(1, part + by)));
  }

  return (
    <div
      // Time runs from left to right, as on every player.
      dir="ltr"
      role="slider"
      tabIndex={0}
      aria-label={t`Position`}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1000)}
      aria-valuenow={Math.round(at / 1000)}
      aria-valuetext={formatClock(at)}
      onPointerDown={press}
      onPointerMove={(event) => (event.buttons === 1 ? press(event) : undefined)}
      onKeyDown={step}
      className="flex h-[44px] min-w-0 flex-1 cursor-pointer touch-none items-center gap-px"
    >
      {bars.map((height, index) => (
        <span
          // Bars are places, not things.
          key={index}
          className={classNames(
            'edge min-w-[1px] flex-1 rounded-full',
            (index + 0.5) / bars.length <= part
              ? 'bg-accent forced-colors:border-[Highlight]'
              : 'bg-ink/35',
          )}
          style={{ height: `${Math.round(12 + height * 60)}%` }}
        />
      ))}
    </div>
  );
}

function Rate() {
  const { t } = useLingui();
  const rate = useVoicePlayer((player) => player.rate);
  const shown = formatNumber(rate);
  return (
    <button
      type="button"
      aria-label={t`Speed: ${shown}×`}
      onClick={stepRate}
      className={classNames(
        'relative min-w-10 shrink-0 rounded-full bg-ink/8 px-2 py-1 text-xs font-semibold',
        'tabular-nums after:absolute after:-inset-x-0.5 after:-inset-y-2.5',
      )}
    >
      {shown}×
    </button>
  );
}

function PlayButton({ isPlaying, url, onClick }: PlayButtonProps) {
  const { t } = useLingui();
  const Icon = isPlaying ? Pause : Play;
  return (
    <button
      type="button"
      aria-label={isPlaying ? t`Pause` : t`Play the voice message`}
      disabled={url === null}
      onClick={onClick}
      className={classNames(
        'edge grid size-[44px] shrink-0 place-items-center rounded-full',
        'bg-accent text-on-accent hover:bg-accent-press disabled:opacity-45',
      )}
    >
      <Icon
        aria-hidden="true"
        className={classNames('size-[20px] fill-current', !isPlaying && 'ms-0.5')}
      />
    </button>
  );
}
type PlayButtonProps = { isPlaying: boolean; url: string | null; onClick(): void };

/** A spoken message: it plays here, as fast as one likes, and goes on to the next unheard one. */
export function VoiceBody({ row, name, said }: VoiceBodyProps) {
  const { t } = useLingui();
  const { id, state } = useThreadPlace();
  const { commands } = useClient();
  const nextAfter = useNextUnheard();
  // What plays on is known by its place in the log.
  const key = row.seq === null ? row.key : `seq-${row.seq}`;
  const isMine = useVoicePlayer((player) => player.key === key);
  const isPlaying = useVoicePlayer((player) => player.key === key && player.isPlaying);
  const positionMs = useVoicePlayer((player) => (player.key === key ? player.positionMs : 0));
  const hasFailed = useVoicePlayer((player) => player.key === key && player.hasFailed);
  const heard = isHeard(state, id, row.seq) || row.isOwn;
  const url = mediaUrl(row.clientId, 'fileId', said.fileId);
  const track: Track = { key, url: url ?? '', durationMs: said.durationMs };

  function begin(run: (ended: () => Track | null) => void): void {
    if (url === null) return;
    const isFresh = !heard;
    if (isFresh && row.seq !== null) void commands.setInbox(id, { heard: [row.seq] });
    // Only whoever hears something new is led on; an old one that is heard again ends there.
    let at = row.seq;
    run(() => {
      const next = isFresh ? nextAfter(at) : null;
      if (next !== null) at = Number(next.key.slice('seq-'.length));
      return next;
    });
  }

  const left = isMine && positionMs > 0 ? said.durationMs - positionMs : said.durationMs;
  return (
    <Frame row={row} name={name} className="w-72 max-w-full">
      <div className="flex items-center gap-2.5">
        <PlayButton
          isPlaying={isPlaying}
          url={url}
          onClick={() => begin((ended) => togglePlay(track, ended))}
        />
        <Wave
          peaks={said.peaks}
          part={said.durationMs === 0 ? 0 : Math.min(1, positionMs / said.durationMs)}
          durationMs={said.durationMs}
          onSeek={(part) => begin((ended) => seekTo(track, part * said.durationMs, ended))}
        />
        {isMine ? <Rate /> : null}
        <CancelSending row={row} />
      </div>
      <div className="flex items-center gap-2 text-sm text-muted tabular-nums">
        <span>{formatClock(left)}</span>
        {heard ? null : (
          <span
            role="img"
            aria-label={t`Not heard yet`}
            className="edge size-2 rounded-full bg-badge"
          />
        )}
        {hasFailed ? <span className="text-danger">{t`This cannot be played.`}</span> : null}
        <span className="ms-auto">
          <Meta row={row} place="line" />
        </span>
      </div>
    </Frame>
  );
}
