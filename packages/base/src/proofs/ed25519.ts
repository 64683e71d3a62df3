import { joined, sameBytes } from './bytes.ts';
import { sha512 } from './sha512.ts';

// RFC 8032, checking only: there is no secret here, so nothing has to take the same time always.

const prime = (1n << 255n) - 19n;
const order = (1n << 252n) + 27742317777372353535851937790883648493n;

function mod(value: bigint, by = prime): bigint {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}

const inverse = (value: bigint) => power(value, prime - 2n);

type Point = { x: bigint; y: bigint; z: bigint; t: bigint };
type Curve = { d: bigint; base: Point };
const neutral: Point = { x: 0n, y: 1n, z: 1n, t: 0n };
let curve: Curve | null = null;

function readCurve(): Curve {
  if (curve !== null) return curve;
  const d = mod(-121665n * inverse(121666n));
  // The base point: y is 4/5, and x is even.
  const y = mod(4n * inverse(5n));
  curve = { d, base: neutral };
  const x = rootOfX(y, 0n) ?? 0n;
  curve = { d, base: { x, y, z: 1n, t: mod(x * y) } };
  return curve;
}

/** The x of a point with this y; null if there is none. */
function rootOfX(y: bigint, sign: bigint): bigint | null {
  const { d } = readCurve();
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n));
  let x = power(square, (prime + 3n) / 8n);
  if (mod(x * x) !== square) x = mod(x * power(2n, (prime - 1n) / 4n));
  if (mod(x * x) !== square || (x === 0n && sign === 1n)) return null;
  return (x & 1n) === sign ? x : prime - x;
}

/** Right for any two points, also the same twice. */
function add(p: Point, q: Point): Point {
  const a = mod((p.y - p.x) * (q.y - q.x));
  const b = mod((p.y + p.x) * (q.y + q.x));
  const c = mod(2n * p.t * q.t * readCurve().d);
  const d = mod(2n * p.z * q.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

function times(point: Point, scalar: bigint): Point {
  let [result, double] = [neutral, point];
  for (let left = scalar; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = add(result, double);
    double = add(double, double);
  }
  return result;
}

/** Bytes as a number, the least significant first. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function decode(bytes: Uint8Array): Point | null {
  const value = numberOf(bytes);
  const [sign, y] = [value >> 255n, value & ((1n << 255n) - 1n)];
  const x = y < prime ? rootOfX(y, sign) : null;
  return x === null ? null : { x, y, z: 1n, t: mod(x * y) };
}

function encode({ x, y, z }: Point): Uint8Array {
  const scale = inverse(z);
  let value = mod(y * scale) | ((mod(x * scale) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(value & 0xffn);
    value >>= 8n;
    return byte;
  });
}

/** Whether a signature of a message is by this key: `[S]B - [k]A` is R (RFC 8032 §5.1.7). */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const [r, s] = [signature.subarray(0, 32), numberOf(signature.subarray(32))];
  const key = decode(publicKey);
  if (key === null || s >= order) return false;
  const k = mod(numberOf(sha512(joined(r, publicKey, message))), order);
  const minusKey = { ...key, x: mod(-key.x), t: mod(-key.t) };
  return sameBytes(encode(add(times(readCurve().base, s), times(minusKey, k))), r);
}
