/** Fields that hold a secret wherever they stand; compared without case, dashes and underlines. */
const secretNames = new Set([
  'password',
  'newpassword',
  'currentpassword',
  'secret',
  'token',
  'code',
  // Of a merchant's back end, once.
  'privatekey',
  'apiv3key',
  // Pay codes of the next minutes.
  'codes',
  'pin',
  'currentpin',
  'newpin',
  // Of a payment: the PIN, or what a passkey signed.
  'approval',
  'recoverycode',
  'recoverycodes',
  'ticket',
  // Four digits that open a group to whoever stands near.
  'digits',
  'qrtext',
  // Of a relay, for minutes.
  'credential',
  // Whoever has the address of a device can wake it.
  'endpoint',
  'p256dh',
  'auth',
  'cookie',
  'setcookie',
  'authorization',
  'proxyauthorization',
]);

/** What people wrote to each other is no business of whoever reads the log. */
const contentNames = new Set([
  'text',
  'draft',
  'body',
  'message',
  'note',
  'reason',
  'signature',
  'search',
  'query',
  'caption',
  'question',
  'options',
  'items',
  'nickname',
  'mutewords',
  'facts',
  'ground',
  'answer',
  'evidence',
]);

const maxDepth = 4;
const maxTextLength = 2_000;
const maxItems = 50;

const redacted = '[redacted]';

/** A copy of `fields` that may be written down: no secrets, no private text, bounded in size. */
export function redact(fields: object): Record<string, unknown> {
  return redactObject(fields, 1);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, maxItems);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const name = key.toLowerCase().replaceAll(/[-_]/g, '');
      const hidden = secretNames.has(name) || contentNames.has(name);
      // A number under such a name is a status or a count: `code: 4008`.
      const tells = typeof value === 'string' || (typeof value === 'object' && value !== null);
      return [key, hidden && tells ? redacted : redactValue(value, depth + 1)];
    }),
  );
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shorten(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  // Deeper than the promise of this file reaches: rather say nothing.
  if (depth > maxDepth) return '[deep]';
  if (Array.isArray(value)) {
    return value.slice(0, maxItems).map((item) => redactValue(item, depth + 1));
  }
  return redactObject(value, depth);
}

function shorten(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
}

/** What PostgreSQL tells of an error besides its message, without the rows that it quotes. */
const errorFields = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'syscall'];

/**
 * An error without what PostgreSQL calls `detail` and `where`: these quote rows, and a row may be
 * a message or a secret's hash.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: shorten(String(error)) };
  const out: Record<string, unknown> = {
    type: error.name,
    message: shorten(error.message),
    stack: shorten(error.stack ?? ''),
  };
  for (const field of errorFields) {
    const value = (error as unknown as Record<string, unknown>)[field];
    if (typeof value === 'string' || typeof value === 'number') out[field] = value;
  }
  if (depth < 3 && error.cause !== undefined) out['cause'] = describeError(error.cause, depth + 1);
  if (depth < 3 && error instanceof AggregateError) {
    out['errors'] = error.errors.slice(0, 5).map((inner) => describeError(inner, depth + 1));
  }
  return out;
}
