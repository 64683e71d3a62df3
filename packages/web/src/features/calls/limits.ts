/** So many people fit into a call; the server says the same. */
export const maxCallPeople = { voice: 9, video: 4 } as const;
/** A device in a call says so this often. */
export const keepAliveSeconds = 10;
/** What devices tell each other in one go. */
export const maxSignals = 40;
/** The most that fits on a line of the text beside a call. */
export const maxTypedLength = 500;
