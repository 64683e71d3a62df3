export type { MerchantsCore } from './core.ts';
export type { MerchantsDeps } from './deps.ts';
export { createMerchantsRoutes } from './routes.ts';
export { createMerchants, type Merchants } from './service.ts';
export type * from './types.ts';
