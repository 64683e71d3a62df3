import { part } from '../../ui/part.tsx';

export { usePages } from './use-pages.ts';

export const Operator = part(() => import('./Operator.tsx'));
