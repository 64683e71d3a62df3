export type { FamilyDeps } from './deps.ts';
export { createFamilyRoutes } from './routes.ts';
export { createFamily, type Family } from './service.ts';
export { isOfCard, type CardSource } from './spending.ts';
export type { Judged as JudgedCard } from './types.ts';
