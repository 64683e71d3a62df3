import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Asked } from './use-message-search.ts';

type Kinds = NonNullable<Asked['kinds']>;
export type KindChoice = 'all' | 'media' | 'file' | 'link' | 'voice' | 'location';

export const kindWords: Record<KindChoice, MessageDescriptor> = {
  all: msg`All`,
  media: msg`Photos and videos`,
  file: msg`Files`,
  link: msg`Links`,
  voice: msg`Voice`,
  location: msg`Places`,
};

const kindsOf: Record<KindChoice, Kinds | null> = {
  all: null,
  media: ['photo', 'video'],
  file: ['file'],
  link: ['link'],
  voice: ['voice'],
  location: ['location'],
};

/** What to ask for; a kind that is all leaves the filter out. */
export function withKind(asked: Asked, choice: KindChoice): Asked {
  const kinds = kindsOf[choice];
  return kinds === null ? asked : { ...asked, kinds };
}
