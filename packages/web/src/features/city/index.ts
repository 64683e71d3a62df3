import { part } from '../../ui/part.tsx';

export const CityList = part(() => import('./CityList.tsx'));
export const CityDetail = part(() => import('./CityDetail.tsx'));
