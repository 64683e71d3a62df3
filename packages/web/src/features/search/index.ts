import { part } from '../../ui/part.tsx';
import type { EverywhereProps } from './Everywhere.tsx';
import type { InsideProps } from './Inside.tsx';

/** What was said anywhere; stands below what the list found by name. */
export const Everywhere = part<EverywhereProps>(() => import('./Everywhere.tsx'));
/** The page that looks inside of one conversation. */
export const Inside = part<InsideProps>(() => import('./Inside.tsx'));
