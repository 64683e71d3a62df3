import { part } from '../../ui/part.tsx';

export const DiscoverList = part(() => import('./DiscoverList.tsx'));
export const DiscoverDetail = part(() => import('./DiscoverDetail.tsx'));
