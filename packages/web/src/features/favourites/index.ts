import { part } from '../../ui/part.tsx';

export const Favourites = part(() => import('./Favourites.tsx'));
