import { lazy } from 'react';

export const Operator = lazy(() => import('./Operator.tsx'));
