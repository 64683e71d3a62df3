import { cleanLine, present, type FileId, type PersonId, type SessionId } from '@plaza/base';
import type { Me } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { announceCard, announceMe, notify, readMe } from './announce.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { isReservedHandle } from './handle.ts';
import { nameLength, type HandleRefusal } from './people.ts';
import {
  checkOwnPassword,
  hashChosen,
  issueRecoveryCodes,
  liftLocks,
  type WrongPassword,
} from './secrets.ts';
import { endSessions } from './sessions.ts';
import { cancelResets } from './resets.ts';
import * as store from './store/index.ts';

export type ProfileChange = {
  displayName?: string;
  region?: string;
  signature?: string;
  locale?: store.Locale;
};

const lineLengths = { displayName: nameLength, region: 60, signature: 120 } as const;

export async function updateProfile(
  ctx: Context,
  personId: PersonId,
  input: ProfileChange,
): Promise<Outcome<Me, 'invalid'>> {
  const change: ProfileChange = { ...input };
  for (const key of ['displayName', 'region', 'signature'] as const) {
    if (change[key] !== undefined) change[key] = cleanLine(change[key], lineLengths[key]);
  }
  if (change.displayName === '') return no('invalid');
  return decide(ctx.db, async (tx) => {
    const before = await store.lockPerson(tx, personId);
    const keys = Object.keys(change) as (keyof ProfileChange)[];
    const changed = keys.filter((key) => change[key] !== before?.[key]);
    if (changed.length === 0) return yes(await readMe(tx, personId));
    await store.updatePerson(tx, personId, change);
    if (changed.some((key) => key !== 'locale')) await announceCard(ctx, tx, personId);
    return yes(await announceMe(ctx, tx, personId));
  });
}

/** Takes another handle; the old one is kept from others for 30 days. */
export async function changeHandle(
  ctx: Context,
  personId: PersonId,
  handle: string,
): Promise<Outcome<Me, HandleRefusal | 'handle_change_too_soon'>> {
  if (isReservedHandle(handle)) return no('handle_reserved');
  return decide(ctx.db, async (tx) => {
    const person = present(await store.lockPerson(tx, personId), 'the caller exists');
    if (person.handle === handle) return yes(await readMe(tx, personId));
    const now = ctx.clock.now();
    const { handleChangedAt } = person;
    if (handleChangedAt !== null && later(handleChangedAt, durations.handleChangeMs) > now) {
      return no('handle_change_too_soon');
    }
    await store.holdHandle(tx, personId, later(now, durations.handleHeldMs));
    if (!(await store.takeHandle(tx, { handle, personId, now }))) return no('handle_taken');
    await store.updatePerson(tx, personId, { handle, handleChangedAt: now });
    await announceCard(ctx, tx, personId);
    return yes(await announceMe(ctx, tx, personId));
  });
}

export const photoPurpose = 'photo';

/** Takes an uploaded image as the photo, or none. */
export async function setPhoto(
  ctx: Context,
  personId: PersonId,
  fileId: FileId | null,
): Promise<Outcome<Me, 'file_unknown' | 'not_an_image'>> {
  return decide(ctx.db, async (tx) => {
    const person = present(await store.lockPerson(tx, personId), 'the caller exists');
    const old = person.photoFileId;
    if (old === fileId) return yes(await readMe(tx, personId));
    if (fileId !== null) {
      const of = { ownerId: personId, purpose: photoPurpose };
      const file = await ctx.files.claim(tx, fileId, of);
      if (file === null) return no('file_unknown');
      if (!file.contentType.startsWith('image/')) return no('not_an_image');
    }
    await store.updatePerson(tx, personId, { photoFileId: fileId });
    if (old !== null) await ctx.files.release(tx, old);
    await announceCard(ctx, tx, personId);
    return yes(await announceMe(ctx, tx, personId));
  });
}

type Caller = { personId: PersonId; sessionId: SessionId };

/** Sets a new password and ends every other session. */
export async function changePassword(
  ctx: Context,
  { personId, sessionId }: Caller,
  input: { currentPassword: string | null; newPassword: string },
): Promise<Outcome<Me, WrongPassword | 'weak_password'>> {
  const { displayName, handle } = present(
    await store.getPerson(ctx.db, personId),
    'the caller exists',
  );
  const person = { personId, displayName, handle: handle ?? '' };
  const checked = await checkOwnPassword(ctx, person, input.currentPassword);
  if (!checked.ok) return checked;
  const hashed = await hashChosen(ctx, input.newPassword, person);
  if (!hashed.ok) return hashed;
  const phc = hashed.value;
  return decide(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    await store.setPassword(tx, { personId, phc, now: ctx.clock.now() });
    await cancelResets(ctx, tx, personId);
    await liftLocks(tx, person);
    await endSessions(ctx, tx, personId, { except: sessionId });
    await notify(ctx, tx, { personId, notice: 'password_changed', detail: '' });
    return yes(await announceMe(ctx, tx, personId));
  });
}

export async function renewRecoveryCodes(
  ctx: Context,
  personId: PersonId,
  currentPassword: string | null,
): Promise<Outcome<string[], WrongPassword>> {
  const person = present(await store.getPerson(ctx.db, personId), 'the caller exists');
  const own = { personId, handle: person.handle ?? '' };
  const checked = await checkOwnPassword(ctx, own, currentPassword);
  if (!checked.ok) return checked;
  return decide(ctx.db, async (tx) => {
    await store.lockPerson(tx, personId);
    const codes = await issueRecoveryCodes(ctx, tx, personId);
    await notify(ctx, tx, { personId, notice: 'recovery_codes_renewed', detail: '' });
    await announceMe(ctx, tx, personId);
    return yes(codes);
  });
}
