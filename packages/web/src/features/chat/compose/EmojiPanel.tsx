import { Trans, useLingui } from '@lingui/react/macro';
import { EmojiPicker, type EmojiPickerListComponents } from 'frimousse';
import { useEffect, useRef } from 'react';
import { currentLocale } from '../../../i18n/activate.ts';
import { useMedia } from '../../../shell/index.ts';
import { classNames } from '../../../ui/index.ts';
import { loadEmoji } from './emoji-data.ts';

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className="bg-surface px-3 pt-3 pb-1.5 text-sm font-semibold text-muted">
      {category.label}
    </div>
  ),
  // The picker counts from 0, which is not allowed, and finds its rows by that number again: the
  // row goes without, and a mark beside it, which nobody hears, is found in its place.
  Row: ({ children, 'aria-rowindex': index, ...rest }) => (
    <>
      <div aria-hidden="true" aria-rowindex={index} className="h-0 scroll-my-1.5" />
      <div {...rest} className="px-1.5">
        {children}
      </div>
    </>
  ),
  Emoji: ({ emoji, 'aria-colindex': index = 0, ...rest }) => (
    <button
      {...rest}
      type="button"
      aria-colindex={index + 1}
      aria-label={emoji.label}
      title={emoji.label}
      className={classNames(
        'grid h-[44px] min-w-0 flex-1 place-items-center rounded-lg text-2xl',
        // The last row is not full, and its emoji do not spread.
        'max-w-[12.5%] rail:max-w-[8.3333%]',
        emoji.isActive && 'bg-field outline-2 -outline-offset-2 outline-accent',
      )}
    >
      {emoji.emoji}
    </button>
  ),
};

export type EmojiPanelProps = { onPick(emoji: string): void; onClose(): void };

/** All emoji, found by words in the language of the page. The arrows of the search choose. */
export default function EmojiPanel({ onPick, onClose }: EmojiPanelProps) {
  const { t } = useLingui();
  const search = useRef<HTMLInputElement>(null);
  const hasKeyboard = useMedia('(hover: hover) and (pointer: fine)');
  const isWide = useMedia('(width >= 768px)');
  useEffect(() => {
    // On a phone the keyboard would come up and cover what was opened.
    if (hasKeyboard) search.current?.focus({ preventScroll: true });
  }, [hasKeyboard]);
  return (
    <EmojiPicker.Root
      locale={currentLocale()}
      resolveEmojiData={loadEmoji}
      columns={isWide ? 12 : 8}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      className="isolate flex h-72 w-full flex-col"
    >
      <div className="flex items-center gap-2 px-3 pt-1 pb-2">
        <EmojiPicker.Search
          ref={search}
          aria-label={t`Search emoji`}
          placeholder={t`Search emoji`}
          className="search-input edge min-h-11 min-w-0 flex-1 rounded-xl bg-field px-4"
        />
        <EmojiPicker.SkinToneSelector
          aria-label={t`Skin tone`}
          className="grid size-[44px] shrink-0 place-items-center rounded-full text-xl hover:bg-field"
        />
      </div>
      <EmojiPicker.Viewport className="relative min-h-0 flex-1 overflow-y-auto outline-none">
        <EmojiPicker.Loading className="absolute inset-0 grid place-items-center text-sm text-muted">
          <Trans>Loading emoji…</Trans>
        </EmojiPicker.Loading>
        <EmojiPicker.Empty className="absolute inset-0 grid place-items-center text-sm text-muted">
          <Trans>No emoji is called so.</Trans>
        </EmojiPicker.Empty>
        <EmojiPicker.List className="select-none" components={parts} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
