/** Fields first, then a fixed sentence: what varies belongs in the fields. */
export type LogLine = (fields: object, message: string) => void;

export type Log = {
  error: LogLine;
  warn: LogLine;
  info: LogLine;
  debug: LogLine;
  /** A log whose every line carries `bindings`. */
  child(bindings: object): Log;
};

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

export type LogOptions = {
  level: LogLevel;
  /** Where the lines go; standard output unless told. */
  destination?: { write(line: string): void };
};
