export { registerPayv3 } from './dialect.ts';
export type { Payv3Deps } from './deps.ts';
export { createPayv3Routes } from './routes.ts';
export { createPayv3, type Payv3 } from './service.ts';
