import type { Session } from '@plaza/contract';

const systems: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const find = (list: readonly [RegExp, string][], text: string) =>
  list.find(([pattern]) => pattern.test(text))?.[1];

/** What this device says of itself in the list of devices. */
export function describeDevice(userAgent: string): Session['device'] {
  const system = find(systems, userAgent);
  const browser = find(browsers, userAgent);
  const name = [browser, system].filter((part) => part !== undefined).join(' · ');
  const isTablet = /iPad|Tablet|Android(?!.*Mobile)/.test(userAgent);
  const isPhone = /iPhone|Mobile/.test(userAgent);
  return { name: name || 'Browser', kind: isTablet ? 'tablet' : isPhone ? 'phone' : 'desktop' };
}

/** How every way of signing in introduces this browser. */
export function arrival() {
  return { device: describeDevice(navigator.userAgent), delivery: 'cookie' } as const;
}
