import type { ShownMessage } from '@plaza/contract';
import type { MessageRow, Row } from '../rows.ts';
import { mediaUrl } from './local-media.ts';

/** A photo or video as the viewer shows it. */
export type ViewerItem = {
  key: string;
  kind: 'photo' | 'video';
  url: string;
  poster: string | null;
  width: number;
  height: number;
  caption: string;
  /** The name under which it is saved. */
  fileName: string;
};

type Media = Extract<ShownMessage, { type: 'photo' | 'video' }>;

/** The viewer's item of a message; null when its file is nowhere to be had. */
export function viewerItem(said: Media, key: string, row: Pick<MessageRow, 'clientId' | 'at'>) {
  const url = mediaUrl(row.clientId, 'fileId', said.fileId);
  if (url === null) return null;
  const small =
    said.type === 'photo'
      ? mediaUrl(row.clientId, 'thumbId', said.thumbId)
      : mediaUrl(row.clientId, 'posterId', said.posterId);
  const { type: kind, width, height, caption } = said;
  const fileName = `${kind}-${row.at.slice(0, 19).replace(/[:T]/gu, '-')}`;
  const item: ViewerItem = { key, kind, url, poster: small, width, height, caption, fileName };
  return item;
}

/** All photos and videos of the loaded part of a thread, in its order. */
export function viewerItems(rows: readonly Row[]): ViewerItem[] {
  return rows.flatMap((row) => {
    if (row.kind !== 'message' || row.seq === null) return [];
    const { said } = row;
    if (said?.type !== 'photo' && said?.type !== 'video') return [];
    return viewerItem(said, String(row.seq), row) ?? [];
  });
}
