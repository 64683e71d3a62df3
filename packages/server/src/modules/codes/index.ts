export type { CodesDeps } from './deps.ts';
export type { RedeemRefusal } from './redeeming.ts';
export { createCodesRoutes } from './routes.ts';
export { createCodes, type Codes } from './service.ts';
export type { CodeFor, Redeemed } from './types.ts';
