import { createOrigins, type Origins } from '../../kernel/egress/index.ts';

/** Where the makers of browsers take push messages; the setting calls them `known`. */
export const knownServices = [
  'https://fcm.googleapis.com',
  'https://updates.push.services.mozilla.com',
  'https://web.push.apple.com',
  'https://*.push.apple.com',
  'https://*.notify.windows.com',
] as const;

/** The places that this city sends push messages to; `known` stands for those above. */
export function serviceOrigins(patterns: readonly string[]): Origins {
  const named = patterns.flatMap((pattern) => (pattern === 'known' ? knownServices : [pattern]));
  return createOrigins(named);
}

/**
 * Safari takes a subscription away from a page that does not show something at each message, so
 * what only closes a notification is not sent there.
 */
export function mustAlwaysShow(endpoint: string): boolean {
  return URL.parse(endpoint)?.hostname.endsWith('.push.apple.com') ?? false;
}
