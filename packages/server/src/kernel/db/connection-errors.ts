/** How the operating system says that nobody listens, or that the line was cut. */
const systemCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);

/** Shutting down, crashed, still starting, and no place left. */
const serverCodes: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '53300']);

/** The driver has no codes for these. */
const driverWords = [
  ...['Connection terminated', 'timeout exceeded when trying to connect'],
  ...['Client has encountered a connection error', 'Client was closed'],
];

type Coded = Error & { code?: unknown; syscall?: unknown };

/**
 * Whether an error says that the database is away, as opposed to what it thinks of a statement.
 * What was under way may have been committed or not.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall, message, cause } = error as Coded;
  if (typeof code === 'string') {
    if (systemCodes.has(code) || serverCodes.has(code)) return true;
    // Class 08 is the connection itself; of a missing socket only the call tells it from a file.
    if (/^08[0-9A-Z]{3}$/.test(code)) return true;
    if (code === 'ENOENT' && syscall === 'connect') return true;
  }
  if (driverWords.some((words) => message.startsWith(words))) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionError);
  return cause !== undefined && isConnectionError(cause);
}
