export type { PacketsDeps } from './deps.ts';
export { createPacketsRoutes } from './routes.ts';
export { createPackets, type Packets } from './service.ts';
