import { firstPart, part } from '../../ui/part.tsx';

export const Entrance = firstPart(() => import('./Entrance.tsx'));
export const Newcomer = part(() => import('./Newcomer.tsx'));
export const ApproveSignIn = part(() => import('./ApproveSignIn.tsx'));
export const Claim = part(() => import('./Claim.tsx'));
export { takeNext } from './next.ts';
export { HandleField } from './HandleField.tsx';
export { isLongEnough } from './password.ts';
export { addPasskey, passkeysWork, proveByPasskey } from './passkeys.ts';
export { RecoveryCodes } from './RecoveryCodes.tsx';
export { useHandleCheck } from './use-handle-check.ts';
