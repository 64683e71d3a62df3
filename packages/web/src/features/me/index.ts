import { lazy } from 'react';

export const MeList = lazy(() => import('./MeList.tsx'));
export const MeDetail = lazy(() => import('./MeDetail.tsx'));
export { DeviceRow } from './DeviceRow.tsx';
export { ResetSecret } from './ResetSecret.tsx';
export { MyCode } from './MyCode.tsx';
