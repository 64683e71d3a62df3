import type { MerchantId, PersonId } from '@plaza/base';

/** By which name the city signs: the number of a certificate, or the id of its public key. */
export type Verification = 'certificate' | 'publicKey';

export type AccessRow = {
  merchantId: MerchantId;
  verification: Verification;
  currency: string;
  sealedSecret: Buffer | null;
  secretSetAt: Date | null;
};

export type KeyRow = {
  merchantId: MerchantId;
  serial: string;
  /** SPKI, DER. */
  publicKey: Buffer;
  certificate: string;
  createdAt: Date;
  notAfter: Date;
  endedAt: Date | null;
};

export type AppRow = { appid: string; merchantId: MerchantId; name: string; createdAt: Date };

export type OpenidRow = { appid: string; openid: string; personId: PersonId; madeAt: Date };

export type PlatformRow = {
  sealedPrivateKey: Buffer;
  publicKey: Buffer;
  publicKeyId: string;
  madeAt: Date;
};

export type CertificateRow = { serial: string; pem: string; notBefore: Date; notAfter: Date };

export type NoticeState = 'waiting' | 'delivered' | 'failed';

export type NoticeRow = {
  merchantId: MerchantId;
  noticeId: string;
  eventType: string;
  originalType: string;
  summary: string;
  subjectId: string;
  outNo: string;
  url: string;
  resource: Record<string, unknown>;
  state: NoticeState;
  /** How often it was tried since it was last asked for. */
  attempt: number;
  dueAt: Date | null;
  createdAt: Date;
  settledAt: Date | null;
};

/** `not_allowed`: the operator lets the city send nothing there. */
export type TryOutcome = 'taken' | 'refused' | 'unreachable' | 'not_allowed' | 'no_secret';

export type AttemptRow = {
  attemptNo: number;
  kind: 'notice' | 'probe';
  at: Date;
  outcome: TryOutcome;
  status: number | null;
  tookMs: number;
  /** The beginning of what was answered. */
  answer: string;
};
