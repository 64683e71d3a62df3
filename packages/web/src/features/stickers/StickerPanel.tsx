import { Trans, useLingui } from '@lingui/react/macro';
import type { MessageBody } from '@plaza/contract';
import { Clock, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { ButtonLink, FormError, Spinner, classNames } from '../../ui/index.ts';
import { usePacks } from './packs.ts';
import { keepRecent, recentStickers, type OfPack } from './recent.ts';

export type StickerPanelProps = {
  onPick(message: Extract<MessageBody, { type: 'sticker' }>): void;
  onClose(): void;
};

function Grid({ stickers, onPick }: { stickers: readonly OfPack[]; onPick(one: OfPack): void }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(76px,1fr))] gap-1 px-3 py-2">
      {stickers.map((one) => (
        <button
          key={one.sticker.stickerId}
          type="button"
          aria-label={one.sticker.alt}
          title={one.sticker.alt}
          onClick={() => onPick(one)}
          className="ring-inside grid aspect-square place-items-center rounded-xl p-1.5 hover:bg-hover"
        >
          <img
            src={`/media/${one.sticker.fileId}`}
            alt=""
            loading="lazy"
            className="max-h-full max-w-full object-contain"
          />
        </button>
      ))}
    </div>
  );
}

function Nothing() {
  return (
    <div className="grid flex-1 place-items-center gap-3 p-4 text-center text-muted">
      <p>
        <Trans>You have no stickers yet. Make a set of your own pictures.</Trans>
      </p>
      <ButtonLink to="/me/stickers" tone="soft">
        <Trans>Make a set</Trans>
      </ButtonLink>
    </div>
  );
}

/** Stickers by set, those sent last first; one press sends. */
export default function StickerPanel({ onPick, onClose }: StickerPanelProps) {
  const { t } = useLingui();
  const { packs, failure } = usePacks();
  const [chosen, setChosen] = useState<string | null>(null);
  const filled = (packs ?? []).filter(({ stickers }) => stickers.length > 0);
  const recent = recentStickers(filled);
  const pack =
    filled.find(({ packId }) => packId === chosen) ?? (recent.length > 0 ? null : filled[0]);
  const shown =
    pack == null ? recent : pack.stickers.map((sticker) => ({ sticker, packId: pack.packId }));

  function pick(one: OfPack): void {
    const { stickerId, fileId, width, height, alt } = one.sticker;
    keepRecent(one);
    onPick({ type: 'sticker', packId: one.packId, stickerId, fileId, width, height, alt });
  }

  const tab = 'grid size-[48px] shrink-0 place-items-center rounded-xl ring-inside';
  return (
    // Escape is heard wherever the focus is in the panel.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- see above
    <div
      className="flex h-72 flex-col"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {packs === null && failure === null ? (
        <div className="grid flex-1 place-items-center text-muted">
          <Spinner />
        </div>
      ) : packs === null ? (
        <div className="p-4">
          <FormError>{failure?.text}</FormError>
        </div>
      ) : filled.length === 0 ? (
        <Nothing />
      ) : (
        <>
          <div className="flex gap-1 overflow-x-auto px-3 pb-1">
            <button
              type="button"
              aria-label={t`Sent last`}
              aria-pressed={pack == null}
              onClick={() => setChosen('recent')}
              className={classNames(tab, pack == null ? 'bg-soft' : 'hover:bg-hover')}
            >
              <Clock aria-hidden="true" className="size-6" />
            </button>
            {filled.map(({ packId, title, stickers }) => (
              <button
                key={packId}
                type="button"
                aria-label={title}
                title={title}
                aria-pressed={pack?.packId === packId}
                onClick={() => setChosen(packId)}
                className={classNames(tab, pack?.packId === packId ? 'bg-soft' : 'hover:bg-hover')}
              >
                <img
                  src={`/media/${stickers[0]?.fileId}`}
                  alt=""
                  className="size-[36px] object-contain"
                />
              </button>
            ))}
            <Link
              to="/me/stickers"
              aria-label={t`My stickers`}
              title={t`My stickers`}
              className={classNames(tab, 'hover:bg-hover')}
            >
              <Plus aria-hidden="true" className="size-6" />
            </Link>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            {shown.length === 0 ? (
              <p className="p-6 text-center text-muted">
                <Trans>What you send is found here next time.</Trans>
              </p>
            ) : (
              <Grid stickers={shown} onPick={pick} />
            )}
          </div>
        </>
      )}
    </div>
  );
}
