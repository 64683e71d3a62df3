export { setBadge } from './badges.ts';
export { useStep } from './keyboard.ts';
export { useHasInfoPane, useHasPanes, useMedia } from './use-media.ts';
