import type { FastifyReply } from 'fastify';

/**
 * Everything comes from this server; nothing inline runs. `wasm-unsafe-eval` is for the reader of
 * QR codes, which is WebAssembly; it does not allow `eval`. `blob:` and `data:` images are photos
 * being cropped and drawn codes.
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The viewer of the docs styles itself from its script. */
export const docsPolicy = pagePolicy.replace(
  "style-src 'self'",
  "style-src 'self' 'unsafe-inline'",
);

const permissions = 'camera=(self), microphone=(self), geolocation=(self), interest-cohort=()';

/** The headers that every answer carries, whatever it is. */
export function setSecurityHeaders(reply: FastifyReply, { secure }: { secure: boolean }): void {
  reply.header('content-security-policy', pagePolicy);
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'no-referrer');
  reply.header('x-frame-options', 'DENY');
  reply.header('cross-origin-opener-policy', 'same-origin');
  reply.header('cross-origin-resource-policy', 'same-origin');
  reply.header('permissions-policy', permissions);
  if (secure) reply.header('strict-transport-security', 'max-age=15552000');
}
