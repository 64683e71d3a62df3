import { lazy } from 'react';

export const CityList = lazy(() => import('./CityList.tsx'));
export const CityDetail = lazy(() => import('./CityDetail.tsx'));
