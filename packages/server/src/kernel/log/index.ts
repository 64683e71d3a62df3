export { createLog } from './log.ts';
export type { Log, LogLevel, LogLine, LogOptions } from './types.ts';
