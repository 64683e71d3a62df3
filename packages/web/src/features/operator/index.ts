import { part } from '../../ui/part.tsx';

export const Operator = part(() => import('./Operator.tsx'));
