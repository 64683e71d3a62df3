import { part } from '../../ui/part.tsx';

export const MeList = part(() => import('./MeList.tsx'));
export const MeDetail = part(() => import('./MeDetail.tsx'));
export { DeviceRow } from './DeviceRow.tsx';
export { ResetSecret } from './ResetSecret.tsx';
/** The person's own code, for others to film. */
export const MyCode = part<{ back: string }>(() => import('./MyCode.tsx'));
