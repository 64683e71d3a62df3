export { momentsEvents } from './events.ts';
export { momentsMethods } from './methods.ts';
export {
  maxMomentCommentLength,
  maxMomentComments,
  maxMomentMentions,
  maxMomentPhotos,
  maxMomentTextLength,
  maxMomentVideoMs,
  momentsPage,
  momentsShown,
  type Moment,
  type MomentAttachment,
  type MomentAudience,
  type MomentComment,
  type MomentPhoto,
  type MomentPlace,
  type MomentsNotice,
  type MomentsSettings,
  type PostRef,
} from './types.ts';
