/**
 * What a failed commit means. `known`: an id that was taken for new is not. `lost`: this process is
 * the writer no longer, or does not know what became of the commit. `fault`: one of the requests
 * cannot be written.
 */
export type CommitFailure = 'known' | 'lost' | 'fault';

const keysOfIds = new Set(['ledger_transfer_pkey', 'ledger_failure_pkey']);

export function classify(error: unknown): CommitFailure {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: string };
  // Each SQLSTATE in use has a digit; EPIPE, which is as long, has none and is of the network.
  if (typeof code !== 'string' || !/^(?=.*\d)[0-9A-Z]{5}$/.test(code)) return 'lost';
  if (code === 'LG001') return 'known';
  if (code === '23505' && keysOfIds.has(constraint ?? '')) return 'known';
  // Any other rule of the tables that is broken: the machine should have known.
  return /^(22|23)/.test(code) || code === 'LG003' ? 'fault' : 'lost';
}
