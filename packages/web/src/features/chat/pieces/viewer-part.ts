import { part } from '../../../ui/part.tsx';
import type { ViewerProps } from '../kinds/Viewer.tsx';

export const Viewer = part<ViewerProps>(() => import('../kinds/Viewer.tsx'));
