import type { PersonId } from '@plaza/base';
import { part } from '../../ui/part.tsx';

export const MomentsDetail = part(() => import('./MomentsDetail.tsx'));
export const Album = part<{ personId: PersonId; back: string }>(() => import('./Album.tsx'));
