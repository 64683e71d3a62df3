export { createFavouritesRoutes } from './routes.ts';
export { createFavourites, type Favourites } from './service.ts';
