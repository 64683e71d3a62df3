import { sha256, verifyEd25519, verifyReceipt, type Verdict } from '@plaza/base/proofs';

// Our own code and not the browser's: a page without https, or an older browser, has no keys of
// this kind, and a receipt must be checked there too.
const checks = {
  sha256,
  verifyEd25519: (...given: Parameters<typeof verifyEd25519>) =>
    Promise.resolve(verifyEd25519(...given)),
};

/** Checks a receipt on this device; nothing of it goes anywhere. */
export function checkReceipt(receipt: unknown): Promise<Verdict> {
  return verifyReceipt(checks, receipt);
}

/** Checks the text of a receipt. */
export async function checkText(text: string): Promise<Verdict> {
  let receipt: unknown;
  try {
    receipt = JSON.parse(text);
  } catch {
    return { ok: false, fault: 'not_a_receipt' };
  }
  return checkReceipt(receipt);
}
