import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { Suspense, type ReactNode } from 'react';
import { part } from '../../../ui/part.tsx';
import { Spinner, classNames } from '../../../ui/index.ts';
import { StickerPanel } from '../../stickers/index.ts';
import { PlusPanel, type PlusChoice } from '../PlusPanel.tsx';
import type { EmojiPanelProps } from './EmojiPanel.tsx';
import { usePosting } from './use-posting.ts';

const EmojiPanel = part<EmojiPanelProps>(() => import('./EmojiPanel.tsx'));

/** What is open below the field. */
export type Panel = 'more' | 'emoji' | 'sticker';

type PanelsProps = {
  panel: Panel | null;
  panelId: string;
  id: ConversationId;
  mayPay: boolean;
  mayGive: boolean;
  onShow(panel: Panel): void;
  onClose(): void;
  onChoose(choice: PlusChoice): void;
  onEmoji(emoji: string): void;
};

type TabProps = { isHere: boolean; onClick(): void; children: ReactNode };

function Tab({ isHere, onClick, children }: TabProps) {
  return (
    <button
      type="button"
      aria-pressed={isHere}
      onClick={onClick}
      className={classNames(
        'min-h-11 rounded-full px-4 text-sm font-semibold',
        isHere ? 'bg-soft text-accent-text' : 'text-muted hover:bg-hover',
      )}
    >
      {children}
    </button>
  );
}

/** The panels below the field, where a thumb is: more to send, emoji, stickers. */
export function Panels(props: PanelsProps) {
  const { panel, panelId, id, mayPay, mayGive, onShow, onClose, onChoose, onEmoji } = props;
  const { t } = useLingui();
  const { say } = usePosting(id);
  if (panel === null) return null;
  if (panel === 'more') {
    return <PlusPanel {...{ panelId, id, mayPay, mayGive, onClose, onChoose }} />;
  }
  return (
    <div id={panelId} role="group" aria-label={t`Emoji and stickers`}>
      <div className="flex flex-wrap gap-1 px-3 pb-1">
        <Tab isHere={panel === 'emoji'} onClick={() => onShow('emoji')}>
          <Trans>Emoji</Trans>
        </Tab>
        <Tab isHere={panel === 'sticker'} onClick={() => onShow('sticker')}>
          <Trans>Stickers</Trans>
        </Tab>
      </div>
      <Suspense
        fallback={
          <div className="grid h-72 place-items-center text-muted">
            <Spinner />
          </div>
        }
      >
        {panel === 'emoji' ? (
          <EmojiPanel onPick={onEmoji} onClose={onClose} />
        ) : (
          <StickerPanel onPick={say} onClose={onClose} />
        )}
      </Suspense>
    </div>
  );
}
