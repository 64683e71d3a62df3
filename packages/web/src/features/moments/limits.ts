// What the contract allows; a test holds them to it, for a screen takes only types from there.

export const maxTextLength = 2_000;
export const maxCommentLength = 1_000;
export const maxPhotos = 9;
export const maxVideoMs = 60_000;
