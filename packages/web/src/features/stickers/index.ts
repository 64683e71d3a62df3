import { part } from '../../ui/part.tsx';
import type { StickerPanelProps } from './StickerPanel.tsx';

export const StickerPanel = part<StickerPanelProps>(() => import('./StickerPanel.tsx'));
/** `/me/stickers` and what lies below it. */
export const StickerPages = part(() => import('./StickerPages.tsx'));
