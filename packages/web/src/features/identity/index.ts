import { lazy } from 'react';

export const Entrance = lazy(() => import('./Entrance.tsx'));
export const Newcomer = lazy(() => import('./Newcomer.tsx'));
export const ApproveSignIn = lazy(() => import('./ApproveSignIn.tsx'));
export const Claim = lazy(() => import('./Claim.tsx'));
export { takeNext } from './next.ts';
export { HandleField } from './HandleField.tsx';
export { isLongEnough } from './password.ts';
export { addPasskey, passkeysWork } from './passkeys.ts';
export { RecoveryCodes } from './RecoveryCodes.tsx';
export { useHandleCheck } from './use-handle-check.ts';
