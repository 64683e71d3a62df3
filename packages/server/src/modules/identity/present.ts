import type { FileId, SessionId } from '@plaza/base';
import type { Me, Passkey, PersonCard, Reset, Session } from '@plaza/contract';
import { tombstoneHandle } from './handle.ts';
import type {
  CredentialCounts,
  PasskeyRow,
  PersonRow,
  ResetRow,
  SessionRow,
} from './store/index.ts';

function photoPathOf(fileId: FileId | null): string | null {
  return fileId === null ? null : `/media/${fileId}`;
}

/** What others see; of an erased person only that there was one. */
export function cardOf(row: PersonRow): PersonCard {
  const { personId, displayName, region, signature } = row;
  return {
    ...{ personId, displayName, region, signature },
    handle: row.handle ?? tombstoneHandle(personId),
    photoPath: photoPathOf(row.photoFileId),
  };
}

export function meOf(row: PersonRow, counts: CredentialCounts): Me {
  return {
    ...cardOf(row),
    locale: row.locale,
    role: row.role,
    ...counts,
    createdAt: row.createdAt.toISOString(),
    deletionAt: row.deletionAt?.toISOString() ?? null,
    ...(row.suspendedAt === null ? {} : { suspendedAt: row.suspendedAt.toISOString() }),
  };
}

export function sessionOf(row: SessionRow, current: SessionId | null): Session {
  return {
    sessionId: row.sessionId,
    device: { name: row.deviceName, kind: row.deviceKind },
    current: row.sessionId === current,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    address: row.address,
    signedInBy: row.signedInBy,
  };
}

export function passkeyOf(row: Omit<PasskeyRow, 'publicKey'>): Passkey {
  const { passkeyId, name } = row;
  const lastUsedAt = row.lastUsedAt?.toISOString() ?? null;
  return { passkeyId, name, createdAt: row.createdAt.toISOString(), lastUsedAt };
}

export function resetOf(row: Omit<ResetRow, 'state'>): Reset {
  return {
    resetId: row.resetId,
    origin: row.origin,
    readyAt: row.readyAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
