export { base64Of, bytesOfBase64, hexOf, joined, sameBytes, utf8, uuidOf128 } from './bytes.ts';
export { verifyEd25519 } from './ed25519.ts';
export {
  cityNameOf,
  gapBetween,
  headText,
  openHead,
  publicKeyBytes,
  publicKeyOf,
  signedHead,
  verifiedHead,
  verifierKeyOf,
  type Checks,
  type HeadFacts,
  type OpenedHead,
  type VerifyEd25519,
} from './head.ts';
export {
  chainedHash,
  inclusionPath,
  leafHash,
  merkleRoot,
  nodeHash,
  rootOfPath,
  type Inclusion,
} from './merkle.ts';
export {
  decodeRecord,
  encodeRecord,
  encodeRecords,
  expiryRecordBytes,
  idOf,
  timestampOf,
  transferRecordBytes,
  writeExpiry,
  writeTransfer,
  type ExpiryFacts,
  type LedgerRecord,
  type TransferFacts,
} from './record.ts';
export {
  effectOn,
  isReceipt,
  receiptFormat,
  verifyReceipt,
  type ProvenLine,
  type ProvenRecord,
  type Receipt,
  type ReceiptFault,
  type ReceiptLine,
  type Verdict,
} from './receipt.ts';
export { sha256, type Sha256 } from './sha256.ts';
