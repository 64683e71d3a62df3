export type { CallsDeps, RelayConfig } from './deps.ts';
export { createCallsRoutes } from './routes.ts';
export { createCalls, type Calls } from './service.ts';
export { turnConfig, type TurnConfigOptions } from './turn-config.ts';
