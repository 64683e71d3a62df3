import {
  sha256,
  verifyReceipt,
  type Checks,
  type ReceiptFault,
  type Verdict,
} from '@plaza/base/proofs';

/** `unable`: this browser checks no signatures. */
export type Checked =
  | Extract<Verdict, { ok: true }>
  | { ok: false; fault: ReceiptFault | 'unable' };

class Unable extends Error {}

const checks: Checks = {
  sha256,
  async verifyEd25519(publicKey, message, signature) {
    // Only secure pages have it, and only browsers of 2025 and later know this kind of key.
    const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
    if (subtle === undefined) throw new Unable();
    const own = (bytes: Uint8Array) => new Uint8Array(bytes);
    const usages: KeyUsage[] = ['verify'];
    const key = await subtle
      .importKey('raw', own(publicKey), 'Ed25519', false, usages)
      .catch(() => Promise.reject(new Unable()));
    return subtle.verify('Ed25519', key, own(signature), own(message));
  },
};

/** Checks the text of a receipt on this device; nothing of it goes anywhere. */
export async function checkText(text: string): Promise<Checked> {
  try {
    return await checkReceipt(JSON.parse(text));
  } catch {
    return { ok: false, fault: 'not_a_receipt' };
  }
}

/** Checks a receipt on this device. */
export async function checkReceipt(receipt: unknown): Promise<Checked> {
  try {
    return await verifyReceipt(checks, receipt);
  } catch (error) {
    if (error instanceof Unable) return { ok: false, fault: 'unable' };
    throw error;
  }
}
