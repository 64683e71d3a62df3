// What the server allows, written again because the contract's values would carry the schema
// library into every browser; a test keeps them equal.

/** So long a message may be taken back, and changed. */
export const recallMinutes = 2;
export const editHours = 24;
/** Admins that a group may have. */
export const maxAdmins = 3;
/** After how many seconds messages may disappear: an hour, a day, a week, ninety days. */
export const timers = [3_600, 86_400, 604_800, 7_776_000] as const;
