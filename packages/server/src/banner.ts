import { renderUnicodeCompact } from 'uqr';

export type Opened = {
  /** Where people open Plaza. */
  url: string;
  /** The one-time link that makes the first person the operator; null when there is one. */
  claimUrl: string | null;
  /** Where a phone installs the certificate of `--lan`. */
  trustUrl: string | null;
  demo: boolean;
  /** Whether others than this machine can reach the server: only then a QR code is of use. */
  reachable: boolean;
};

/** What the terminal says once the city is open. */
export function banner({ url, claimUrl, trustUrl, demo, reachable }: Opened): string {
  const lines = ['', `  Plaza is open: ${url}`];
  if (demo) lines.push('  A demo city: the sign-in page offers people to be.');
  if (claimUrl !== null)
    lines.push('', '  Become the operator (this link works once):', `  ${claimUrl}`);
  if (trustUrl !== null)
    lines.push('', '  First time on a phone or another computer:', `  ${trustUrl}`);
  if (reachable) {
    const code = renderUnicodeCompact(trustUrl ?? url, { border: 2 });
    lines.push('', code.replaceAll(/^/gm, '  '));
  }
  lines.push('', '  Stop with Ctrl-C.', '');
  return lines.join('\n');
}
