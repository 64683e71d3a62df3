import { totalmem } from 'node:os';

const mebibyte = 1024 * 1024;
/** Room for dedicated connections, background jobs and the launcher, beside the shared pool. */
const reservedConnections = 40;

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.floor(value)));
}

/**
 * How the embedded server runs. Nothing acknowledged is ever lost: fsync, full pages and
 * synchronous commit stay on. Memory follows the machine (or its container), from 1 GiB up.
 */
export function serverSettings(input: {
  socketFolder: string;
  maxConnections: number;
  durability: 'full' | 'none';
  loopbackPort?: number | undefined;
}): Record<string, string> {
  const limit = process.constrainedMemory();
  const memory = Math.min(totalmem(), limit > 0 ? limit : Infinity) / mebibyte;
  const durable = input.durability === 'full' ? 'on' : 'off';
  const { loopbackPort } = input;
  return {
    listen_addresses: loopbackPort === undefined ? '' : '127.0.0.1',
    ...(loopbackPort === undefined ? {} : { port: String(loopbackPort) }),
    unix_socket_directories: input.socketFolder,
    unix_socket_permissions: '0700',
    max_connections: String(input.maxConnections + reservedConnections),
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    wal_level: 'replica',
    wal_compression: 'on',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    shared_buffers: `${clamp(memory / 8, 64, 1024)}MB`,
    effective_cache_size: `${clamp(memory / 2, 256, 65_536)}MB`,
    maintenance_work_mem: `${clamp(memory / 32, 32, 256)}MB`,
    work_mem: '8MB',
    // Solid-state disks read at random nearly as fast as in order.
    random_page_cost: '1.1',
    jit: 'off',
    autovacuum_vacuum_scale_factor: '0.05',
    idle_in_transaction_session_timeout: '60s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // An error goes to the app that caused it. In the log its text would spread personal data.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_line_prefix: '',
  };
}
