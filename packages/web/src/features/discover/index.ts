import { lazy } from 'react';

export const DiscoverList = lazy(() => import('./DiscoverList.tsx'));
export const DiscoverDetail = lazy(() => import('./DiscoverDetail.tsx'));
