/** What is wrong with a setting, and what to do about it. */
export type Problem = { setting: string; message: string; cure: string };
