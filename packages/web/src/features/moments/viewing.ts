import { isUuid, type PersonId, type PostId } from '@plaza/base';
import type { Moment, PostRef } from '@plaza/contract';
import type { ViewerItem } from '../chat/pieces/index.ts';

const name = 'photo';

/** Opens the viewer over the screen it is on: the way back closes it. */
export function photoQuery({ author, postId }: Moment, index: number): string {
  return `?${name}=${author.personId}.${postId}.${index}`;
}

export type Viewed = { post: PostRef; index: number };

/** What the viewer shows by the address; null: nothing. */
export function viewedIn(search: string): Viewed | null {
  const [authorId = '', postId = '', index = ''] =
    new URLSearchParams(search).get(name)?.split('.') ?? [];
  if (!isUuid(authorId) || !isUuid(postId) || !/^\d$/u.test(index)) return null;
  const post = { authorId: authorId as PersonId, postId: postId as PostId };
  return { post, index: Number(index) };
}

/** The photos of a post, or its video, as the viewer shows them. */
export function itemsOf({ attachment, text, at }: Moment): ViewerItem[] {
  const day = at.slice(0, 19).replace(/[:T]/gu, '-');
  const caption = text.slice(0, 300);
  if (attachment?.type === 'video') {
    const { fileId, posterId, width, height } = attachment;
    const poster = posterId === null ? null : `/media/${posterId}`;
    const url = `/media/${fileId}`;
    const facts = { poster, width, height, caption, fileName: `video-${day}` };
    return [{ key: '0', kind: 'video', url, ...facts }];
  }
  if (attachment?.type !== 'photos') return [];
  return attachment.photos.map(({ fileId, width, height }, index) => ({
    ...{ key: String(index), kind: 'photo', url: `/media/${fileId}`, poster: null },
    ...{ width, height, caption, fileName: `photo-${day}-${index + 1}` },
  }));
}
