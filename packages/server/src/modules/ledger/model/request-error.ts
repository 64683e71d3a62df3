// Names, codes and messages are those of TigerBeetle's Node client (0.17).

/** Why a request was not even tried. */
export const ErrorCodes = {
  ERR_CLIENT_CLOSED: 'ERR_CLIENT_CLOSED',
  ERR_CLIENT_EVICTED: 'ERR_CLIENT_EVICTED',
  ERR_CLIENT_RELEASE_TOO_LOW: 'ERR_CLIENT_RELEASE_TOO_LOW',
  ERR_CLIENT_RELEASE_TOO_HIGH: 'ERR_CLIENT_RELEASE_TOO_HIGH',
  ERR_TOO_MUCH_DATA: 'ERR_TOO_MUCH_DATA',
} as const;
export type ErrorCodes = (typeof ErrorCodes)[keyof typeof ErrorCodes];

const messages: Record<ErrorCodes, string> = {
  ERR_CLIENT_CLOSED: 'Client was closed.',
  ERR_CLIENT_EVICTED: 'Client was evicted.',
  ERR_CLIENT_RELEASE_TOO_LOW: 'Client was evicted: release too old.',
  ERR_CLIENT_RELEASE_TOO_HIGH: 'Client was evicted: release too new.',
  ERR_TOO_MUCH_DATA: 'Too much data was sent or requested in this batch.',
};

/** A request that was refused as a whole; none of its events took place. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCodes;

  constructor(code: ErrorCodes) {
    super(messages[code]);
    this.code = code;
  }
}
