import { base64Of, bytesOfBase64, hexOf, joined, sameBytes, utf8 } from './bytes.ts';
import type { Sha256 } from './sha256.ts';

// A signed head: the form is that of transparency logs (C2SP signed-note and tlog-checkpoint), so
// tools that others wrote read it too. Each day is a log of its own, closed when it is signed:
//
//   <city>/ledger/<day>            the name of the log
//   <size>                         how many events the day has
//   <root>                         the root of its tree, base64
//   city <address>
//   after <timestamp>              the last event of the days before, nanoseconds; 0: none
//   through <timestamp>            the last event of this day; of a day without any that of `after`
//   previous <hash>                sha256 of the text of the day before, base64; `none`: the first
//   chain <timestamp> <head>       the newest place in the hash chain not after `through`; `none`
//   closed <time>                  when it was signed, RFC 3339
//                                  (an empty line)
//   — <city> <key id and signature, base64>
//
// What is signed is the text up to the empty line. `<city>` follows from its key (`cityNameOf`).

/** What a signed head says. */
export type HeadFacts = {
  city: string;
  /** `2026-11-22`, in UTC. */
  day: string;
  size: number;
  root: Uint8Array;
  /** Where people find the city. */
  address: string;
  after: bigint;
  through: bigint;
  /** Null for the first. */
  previous: Uint8Array | null;
  /** Null where the ledger keeps no chain. */
  chain: { timestamp: bigint; head: Uint8Array } | null;
  /** RFC 3339. */
  closedAt: string;
};

const algorithmEd25519 = 1;
const keyIdBytes = 4;
const signatureBytes = 64;
export const publicKeyBytes = 32;
const hashBytes = 32;

/** A city is named by its key: whoever has the name can tell the key from any other. */
export function cityNameOf(hash: Sha256, publicKey: Uint8Array): string {
  return `plaza-${hexOf(hash(publicKey)).slice(0, 32)}`;
}

function keyIdOf(hash: Sha256, publicKey: Uint8Array): Uint8Array {
  const name = utf8(`${cityNameOf(hash, publicKey)}\n`);
  return hash(joined(name, Uint8Array.of(algorithmEd25519), publicKey)).slice(0, keyIdBytes);
}

/** A public key in one line, as tools for signed notes take it. */
export function verifierKeyOf(hash: Sha256, publicKey: Uint8Array): string {
  const key = base64Of(joined(Uint8Array.of(algorithmEd25519), publicKey));
  return [cityNameOf(hash, publicKey), hexOf(keyIdOf(hash, publicKey)), key].join('+');
}

/** The public key in such a line; null if it is none, or names another city than its own. */
export function publicKeyOf(hash: Sha256, verifierKey: string): Uint8Array | null {
  const key = bytesOfBase64(verifierKey.trim().split('+').slice(2).join('+'));
  if (key?.length !== 1 + publicKeyBytes || key[0] !== algorithmEd25519) return null;
  const publicKey = key.slice(1);
  return verifierKeyOf(hash, publicKey) === verifierKey.trim() ? publicKey : null;
}

/** The text that is signed. */
export function headText(head: HeadFacts): string {
  const { previous, chain } = head;
  const lines = [
    `${head.city}/ledger/${head.day}`,
    String(head.size),
    base64Of(head.root),
    `city ${head.address}`,
    `after ${head.after}`,
    `through ${head.through}`,
    `previous ${previous === null ? 'none' : base64Of(previous)}`,
    `chain ${chain === null ? 'none' : `${chain.timestamp} ${base64Of(chain.head)}`}`,
    `closed ${head.closedAt}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Text and signature together: what is published. */
export function signedHead(
  hash: Sha256,
  { text, publicKey, signature }: { text: string; publicKey: Uint8Array; signature: Uint8Array },
): string {
  const signed = base64Of(joined(keyIdOf(hash, publicKey), signature));
  return `${text}\n— ${cityNameOf(hash, publicKey)} ${signed}\n`;
}

export type OpenedHead = {
  facts: HeadFacts;
  text: string;
  /** By whom it says that it is signed. */
  keyId: Uint8Array;
  signature: Uint8Array;
};

const hash32 = '[A-Za-z0-9+/]{43}=';
const headPattern = new RegExp(
  `^((plaza-[0-9a-f]{32})/ledger/(\\d{4}-\\d\\d-\\d\\d)\\n(0|[1-9]\\d{0,14})\\n(${hash32})\\n` +
    `city ([^\\n ]{1,300})\\nafter (0|[1-9]\\d{0,18})\\nthrough (0|[1-9]\\d{0,18})\\n` +
    `previous (none|${hash32})\\nchain (?:none|([1-9]\\d{0,18}) (${hash32}))\\n` +
    `closed (\\d{4}-\\d\\d-\\d\\dT[0-9:.]{8,12}Z)\\n)\\n— \\2 ([A-Za-z0-9+/]{91}=)\\n$`,
);

/** Reads what was published; null if it has not exactly the form. Checks no signature. */
export function openHead(published: string): OpenedHead | null {
  const found = headPattern.exec(published);
  if (found === null) return null;
  const [, text = '', city = '', day = '', size, root = '', address = '', ...rest] = found;
  const [after = '', through = '', previous = '', chainAt, chainHead, closedAt = '', signed = ''] =
    rest;
  const bytes = bytesOfBase64(signed);
  const hashes = { root: bytesOfBase64(root), previous: null as Uint8Array | null };
  if (previous !== 'none') hashes.previous = bytesOfBase64(previous);
  const chain = chainHead === undefined ? null : bytesOfBase64(chainHead);
  const isWhole = previous === 'none' || hashes.previous?.length === hashBytes;
  if (bytes?.length !== keyIdBytes + signatureBytes || hashes.root === null || !isWhole)
    return null;
  if (chainHead !== undefined && chain === null) return null;
  const facts: HeadFacts = {
    ...{ city, day, size: Number(size), root: hashes.root, address, previous: hashes.previous },
    ...{ after: BigInt(after), through: BigInt(through), closedAt },
    chain: chain === null ? null : { timestamp: BigInt(chainAt ?? 0), head: chain },
  };
  const [keyId, signature] = [bytes.slice(0, keyIdBytes), bytes.slice(keyIdBytes)];
  // Nothing may be lost in reading: what is signed is these bytes.
  return headText(facts) === text ? { facts, text, keyId, signature } : null;
}

/** Whether an Ed25519 signature (RFC 8032) is by this key; browsers and Node have it. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

export type Checks = { sha256: Sha256; verifyEd25519: VerifyEd25519 };

/** The head if it is signed by this key and speaks of the key's city; else null. */
export async function verifiedHead(
  { sha256, verifyEd25519 }: Checks,
  published: string,
  publicKey: Uint8Array,
): Promise<HeadFacts | null> {
  const opened = openHead(published);
  if (opened === null || publicKey.length !== publicKeyBytes) return null;
  const { facts, text, keyId, signature } = opened;
  const isOurs = facts.city === cityNameOf(sha256, publicKey);
  if (!isOurs || !sameBytes(keyId, keyIdOf(sha256, publicKey))) return null;
  return (await verifyEd25519(publicKey, utf8(text), signature)) ? facts : null;
}

/** What is wrong between the heads of two days in a row; null if nothing is. */
export function gapBetween(hash: Sha256, earlier: string, later: string): string | null {
  const [before, after] = [openHead(earlier), openHead(later)];
  if (before === null || after === null) return 'a head has not the form of one';
  if (before.facts.city !== after.facts.city) return 'the heads are of two cities';
  if (before.facts.day >= after.facts.day) return 'the days do not rise';
  const { previous, after: from } = after.facts;
  if (previous === null || !sameBytes(previous, hash(utf8(before.text)))) {
    return `the head of ${after.facts.day} goes on from another than that of ${before.facts.day}`;
  }
  return from === before.facts.through ? null : 'events between the two days are in no head';
}
