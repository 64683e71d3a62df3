export { addressKey, expandIPv6 } from './address.ts';
export { createLimits, type LimitsDeps } from './limits.ts';
export type { LimitReport, Limits, Payer, Taken } from './types.ts';
