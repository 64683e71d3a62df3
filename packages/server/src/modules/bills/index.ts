export type { BillsDeps } from './deps.ts';
export { createBillsRoutes } from './routes.ts';
export { createBills, type Bills } from './service.ts';
