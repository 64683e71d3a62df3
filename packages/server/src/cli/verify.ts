import { formatMinor } from '@plaza/base';
import {
  gapBetween,
  openHead,
  publicKeyOf,
  verifiedHead,
  verifyReceipt,
  type ProvenLine,
  type ReceiptFault,
} from '@plaza/base/proofs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checks } from '../modules/proofs/index.ts';

const help = `Usage: npm run -s verify -- <receipt.json> [--key <key or file>]
       npm run -s verify -- --heads <file> [<file> …] --key <key or file>

Checks a receipt, or signed heads of days in a row, without asking anybody. The key of the city is
one line, as its page "Check a receipt" shows it and GET /proofs/key gives it. Without --key the
receipt's own is taken: then compare it with what the city publishes.
`;

const faults: Record<ReceiptFault, string> = {
  not_a_receipt: 'This is not a receipt of a Plaza city.',
  key_unknown: 'It is not of the city whose key you named.',
  record_unreadable: 'An entry in it cannot be read.',
  head_unsigned: 'A head in it is not signed by the city.',
  not_in_head: 'An entry in it is not in the books that were signed.',
  words_differ: 'Amount, time, currency, account or reference are not those of the entry.',
};

type Spoken = { text: string; code: number };

function linesOf({ line, heads }: ProvenLine): string[] {
  const { kind, amountMinor, scale, currency, at, reference, records } = line;
  const proven = records.map(({ index }, i) => {
    const head = heads[i];
    return `  entry ${index + 1} of ${head?.size} on ${head?.day}, signed ${head?.closedAt}`;
  });
  const words = [line.counterparty, line.note].filter((word) => word !== null && word !== '');
  return [
    `✓ ${kind}  ${formatMinor(amountMinor, scale)} ${currency}  ${at}`,
    `  reference ${reference}`,
    ...proven,
    ...(words.length === 0 ? [] : [`  the city also says, unproven: ${words.join('; ')}`]),
  ];
}

async function checkReceipt(text: string, key: string | null): Promise<Spoken> {
  let receipt: unknown;
  try {
    receipt = JSON.parse(text);
  } catch {
    return { text: `✗ ${faults.not_a_receipt}\n`, code: 1 };
  }
  const verdict = await verifyReceipt(checks, receipt, key ?? undefined);
  if (!verdict.ok) return { text: `✗ ${faults[verdict.fault]}\n`, code: 1 };
  const compare = key === null ? '  Compare this key with the one that the city publishes.\n' : '';
  const lines = verdict.lines.flatMap(linesOf).join('\n');
  return { text: `${lines}\n  by ${verdict.city}\n  key ${verdict.key}\n${compare}`, code: 0 };
}

async function checkHeads(texts: readonly string[], key: string): Promise<Spoken> {
  const publicKey = publicKeyOf(checks.sha256, key);
  if (publicKey === null) return { text: '✗ This is no key of a city.\n', code: 1 };
  const dayOf = (text: string) => openHead(text)?.facts.day ?? '';
  const heads = texts.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
  const spoken: string[] = [];
  for (const [index, text] of heads.entries()) {
    const facts = await verifiedHead(checks, text, publicKey);
    if (facts === null) {
      return { text: `✗ ${dayOf(text)}: not signed by this key\n`, code: 1 };
    }
    const before = heads[index - 1];
    const gap = before === undefined ? null : gapBetween(checks.sha256, before, text);
    if (gap !== null) return { text: `✗ ${facts.day}: ${gap}\n`, code: 1 };
    spoken.push(`✓ ${facts.day}  ${facts.size} events`);
  }
  return { text: `${spoken.join('\n')}\n`, code: 0 };
}

async function keyFrom(given: string | undefined): Promise<string | null> {
  if (given === undefined) return null;
  return given.startsWith('plaza-') && given.includes('+')
    ? given
    : (await readFile(given, 'utf8')).trim();
}

/** Checks receipts and heads; needs no server and no database. */
export async function verifyProofs(argv: readonly string[]): Promise<Spoken> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { key: { type: 'string' }, heads: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    const key = await keyFrom(values.key);
    const isAsked = positionals.length > 0 && values.help !== true;
    if (!isAsked) return { text: help, code: values.help === true ? 0 : 2 };
    const texts = await Promise.all(positionals.map((file) => readFile(file, 'utf8')));
    if (values.heads !== true) return await checkReceipt(texts[0] ?? '', key);
    return key === null ? { text: help, code: 2 } : await checkHeads(texts, key);
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${help}`, code: 2 };
  }
}
