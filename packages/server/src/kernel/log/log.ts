import { pino, stdTimeFunctions, type Logger } from 'pino';
import { redact } from './redact.ts';
import type { Log, LogOptions } from './types.ts';

/** A log of JSON lines. Secrets and what people write never get in, whoever logs what. */
export function createLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    base: {},
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    // By then `redact` has described the error: the usual serializer would describe it again.
    serializers: { err: (described: unknown) => described },
  };
  return wrap(destination === undefined ? pino(options) : pino(options, destination));
}

function wrap(logger: Logger): Log {
  return {
    error: (fields, message) => logger.error(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    info: (fields, message) => logger.info(fields, message),
    debug: (fields, message) => logger.debug(fields, message),
    child: (bindings) => wrap(logger.child(redact(bindings))),
  };
}
