// What other features show of the same kind. Apart from the feature's own index, which the first
// screen loads: what is named there would come with it.
export { mentionsIn, type Mentionable } from '../compose/mentions.ts';
export { MentionList, optionId } from '../compose/MentionList.tsx';
export { parsePlace } from '../compose/parse-place.ts';
export { useMentioning } from '../compose/use-mentioning.ts';
export { formatClock } from '../kinds/clock.ts';
export { MapPicture } from '../kinds/MapPicture.tsx';
export { Picture } from '../kinds/Picture.tsx';
export type { ViewerProps } from '../kinds/Viewer.tsx';
export type { ViewerItem } from '../kinds/viewer-items.ts';
export { cardOf } from '../names.ts';
export { PeoplePicker } from '../PeoplePicker.tsx';
export { RichText } from '../RichText.tsx';
export { Viewer } from './viewer-part.ts';
