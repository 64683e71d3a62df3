export { createStickersRoutes, registerStickersRoute } from './routes.ts';
export { createStickers, type Stickers } from './service.ts';
