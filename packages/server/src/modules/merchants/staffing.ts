import { cleanLine, present, type MerchantId, type PayKey, type PersonId } from '@plaza/base';
import {
  mayAtMerchant,
  maxMerchants,
  maxStaff,
  type MerchantAction,
  type MerchantCategory,
  type MerchantRole,
  type OwnMerchant,
} from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { SyncItem } from '../sync/index.ts';
import type { MerchantsDeps } from './deps.ts';
import { merchantIdOf } from './ids.ts';
import { ownMerchantOf } from './present.ts';
import * as store from './store/merchants.ts';
import type { MerchantRow } from './types.ts';

export type NotOfStaff = 'merchant_unknown' | 'forbidden';
type Member = { merchant: MerchantRow; member: store.StaffRow };

/** Whether somebody may do this at a merchant: who is not of its staff does not hear of it. */
export async function allow(
  { db }: Pick<MerchantsDeps, 'db'>,
  personId: PersonId,
  of: { merchantId: MerchantId; action: MerchantAction | null },
): Promise<Outcome<Member, NotOfStaff>> {
  const member = await store.selectMember(db, of.merchantId, personId);
  const merchant = member === null ? null : await store.selectMerchant(db, of.merchantId);
  if (member === null || merchant === null || member.state !== 'active') {
    return no('merchant_unknown');
  }
  if (of.action !== null && !mayAtMerchant(member.role, of.action)) return no('forbidden');
  return yes({ merchant, member });
}

/** Tells the staff what the merchant is, and what each of them is there. */
async function tellAll(deps: MerchantsDeps, tx: Tx, merchant: MerchantRow): Promise<void> {
  const staff = await store.selectStaff(tx, [merchant.merchantId]);
  const items = staff.map((member): SyncItem => {
    const payload = { merchant: ownMerchantOf(merchant, member) };
    return { personId: member.personId, name: 'merchants.mineChanged', payload };
  });
  await deps.sync.appendMany(tx, items);
}

async function takeNumber(
  { random }: Pick<MerchantsDeps, 'random'>,
  tx: Tx,
  merchantId: MerchantId,
): Promise<string> {
  for (;;) {
    const mchid = `${1 + random.int(9)}${String(random.int(10 ** 9)).padStart(9, '0')}`;
    if (await store.takeNumber(tx, { mchid, merchantId })) return mchid;
  }
}

type NewMerchant = { key: PayKey; name: string; category: MerchantCategory };

/** Opens a merchant; the same key gives the same merchant again. */
export async function openMerchant(
  deps: MerchantsDeps,
  ownerId: PersonId,
  { key, name: given, category }: NewMerchant,
): Promise<Outcome<OwnMerchant, 'too_many_merchants' | 'key_reused' | 'invalid'>> {
  const { db, clock } = deps;
  const merchantId = merchantIdOf(ownerId, key);
  const name = cleanLine(given, 40);
  if (name === '') return no('invalid');
  return decide(db, async (tx) => {
    const known = await store.selectMerchant(tx, merchantId);
    if (known !== null) {
      const member = await store.selectMember(tx, merchantId, ownerId);
      // Renamed or handed over since: not what was asked for.
      if (member === null || known.name !== name) return no('key_reused');
      return yes(ownMerchantOf(known, member));
    }
    if ((await store.countOwned(tx, ownerId)) >= maxMerchants) return no('too_many_merchants');
    const mchid = await takeNumber(deps, tx, merchantId);
    const createdAt = clock.now();
    const row = { merchantId, mchid, ownerId, name, category, createdAt };
    await store.insertMerchant(tx, row);
    const since = createdAt;
    const member = {
      merchantId,
      personId: ownerId,
      role: 'owner',
      state: 'active',
      since,
    } as const;
    await store.putMember(tx, member);
    const merchant: MerchantRow = { ...row, state: 'open' };
    await tellAll(deps, tx, merchant);
    return yes(ownMerchantOf(merchant, member));
  });
}

/** Changes what the merchant is, for its staff to see at once. */
export async function changeMerchant(
  deps: MerchantsDeps,
  personId: PersonId,
  of: {
    merchantId: MerchantId;
    action: MerchantAction;
    to: Partial<Pick<MerchantRow, 'name' | 'category' | 'state'>>;
  },
): Promise<Outcome<OwnMerchant, NotOfStaff | 'invalid'>> {
  const allowed = await allow(deps, personId, of);
  if (!allowed.ok) return allowed;
  const { name } = of.to;
  const clean = name === undefined ? {} : { name: cleanLine(name, 40) };
  if (clean.name === '') return no('invalid');
  const merchant = await deps.db.tx(async (tx) => {
    const locked = present(await store.lockMerchant(tx, of.merchantId), 'merchants are kept');
    const row = { ...locked, ...of.to, ...clean };
    await store.updateMerchant(tx, row);
    await tellAll(deps, tx, row);
    return row;
  });
  return yes(ownMerchantOf(merchant, allowed.value.member));
}

export async function listMine(
  { db }: Pick<MerchantsDeps, 'db'>,
  personId: PersonId,
): Promise<OwnMerchant[]> {
  const members = await store.selectMemberships(db, personId);
  const rows = await store.selectMerchants(
    db,
    members.map(({ merchantId }) => merchantId),
  );
  const byId = new Map(rows.map((row) => [row.merchantId, row]));
  return members.map((member) =>
    ownMerchantOf(present(byId.get(member.merchantId), 'staff is of a merchant'), member),
  );
}

type StaffRefusal = NotOfStaff | 'staff_unknown';
type InviteRefusal =
  | NotOfStaff
  | 'not_contact'
  | 'blocked'
  | 'staff_full'
  | 'already_staff'
  | 'invalid';

const invitingTo: Readonly<Record<MerchantRole, MerchantAction | null>> = {
  cashier: 'inviteCashier',
  manager: 'inviteManager',
  // There is one owner, who hands the merchant over.
  owner: null,
};

/** Asks a contact to work at the merchant. */
export async function invite(
  deps: MerchantsDeps,
  personId: PersonId,
  of: { merchantId: MerchantId; inviteeId: PersonId; role: MerchantRole },
): Promise<Outcome<null, InviteRefusal>> {
  const { merchantId, inviteeId, role } = of;
  const action = invitingTo[role];
  if (action === null) return no('invalid');
  const allowed = await allow(deps, personId, { merchantId, action });
  if (!allowed.ok) return allowed;
  const verdict = await deps.contacts.mayWrite(personId, inviteeId);
  if (verdict !== 'yes') return no(verdict);
  return decide(deps.db, async (tx): Promise<Outcome<null, InviteRefusal>> => {
    const merchant = present(await store.lockMerchant(tx, merchantId), 'merchants are kept');
    const staff = await store.selectStaff(tx, [merchantId]);
    if (staff.some((one) => one.personId === inviteeId)) return no('already_staff');
    if (staff.length >= maxStaff) return no('staff_full');
    const since = deps.clock.now();
    await store.putMember(tx, { merchantId, personId: inviteeId, role, state: 'invited', since });
    await tellAll(deps, tx, merchant);
    return yes(null);
  });
}

function leftItem(personId: PersonId, merchantId: MerchantId, removed: boolean): SyncItem {
  return { personId, name: 'merchants.left', payload: { merchantId, removed } };
}

export async function answerInvite(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, accept }: { merchantId: MerchantId; accept: boolean },
): Promise<Outcome<null, 'invite_unknown'>> {
  return decide(deps.db, async (tx): Promise<Outcome<null, 'invite_unknown'>> => {
    const merchant = await store.lockMerchant(tx, merchantId);
    const member = await store.selectMember(tx, merchantId, personId);
    if (merchant === null || member?.state !== 'invited') return no('invite_unknown');
    if (accept) {
      await store.putMember(tx, { ...member, state: 'active' });
      await tellAll(deps, tx, merchant);
    } else {
      await store.deleteMember(tx, merchantId, personId);
      await deps.sync.appendMany(tx, [leftItem(personId, merchantId, false)]);
    }
    return yes(null);
  });
}

type OnMember = { merchantId: MerchantId; memberId: PersonId };

/** Hands the merchant over: there is one owner at any time, and nobody owns too many. */
async function handOver(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, memberId }: OnMember,
): Promise<Outcome<null, StaffRefusal | 'too_many_merchants'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'handOver' });
  if (!allowed.ok) return allowed;
  return decide(
    deps.db,
    async (tx): Promise<Outcome<null, StaffRefusal | 'too_many_merchants'>> => {
      const merchant = present(await store.lockMerchant(tx, merchantId), 'merchants are kept');
      const owner = present(await store.selectMember(tx, merchantId, personId), 'they own it');
      const next = await store.selectMember(tx, merchantId, memberId);
      if (next?.state !== 'active') return no('staff_unknown');
      if (owner.role !== 'owner') return no('forbidden');
      if (memberId === personId) return yes(null);
      if ((await store.countOwned(tx, memberId)) >= maxMerchants) return no('too_many_merchants');
      await store.putMember(tx, { ...owner, role: 'manager' });
      await store.putMember(tx, { ...next, role: 'owner' });
      const row = { ...merchant, ownerId: memberId };
      await store.updateMerchant(tx, row);
      await tellAll(deps, tx, row);
      return yes(null);
    },
  );
}

export async function setRole(
  deps: MerchantsDeps,
  personId: PersonId,
  of: OnMember & { role: MerchantRole },
): Promise<Outcome<null, StaffRefusal | 'too_many_merchants'>> {
  const { merchantId, memberId, role } = of;
  if (role === 'owner') return handOver(deps, personId, of);
  // Whoever may make managers may also unmake them.
  const allowed = await allow(deps, personId, { merchantId, action: 'inviteManager' });
  if (!allowed.ok) return allowed;
  return decide(deps.db, async (tx): Promise<Outcome<null, StaffRefusal>> => {
    const merchant = present(await store.lockMerchant(tx, merchantId), 'merchants are kept');
    const member = await store.selectMember(tx, merchantId, memberId);
    if (member === null) return no('staff_unknown');
    if (member.role === 'owner') return no('forbidden');
    await store.putMember(tx, { ...member, role });
    await tellAll(deps, tx, merchant);
    return yes(null);
  });
}

export async function removeStaff(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, memberId }: OnMember,
): Promise<Outcome<null, StaffRefusal>> {
  const allowed = await allow(deps, personId, { merchantId, action: null });
  if (!allowed.ok) return allowed;
  return decide(deps.db, async (tx): Promise<Outcome<null, StaffRefusal>> => {
    present(await store.lockMerchant(tx, merchantId), 'merchants are kept');
    const self = await store.selectMember(tx, merchantId, personId);
    const member = await store.selectMember(tx, merchantId, memberId);
    if (self === null || member === null) return no('staff_unknown');
    const action = invitingTo[member.role];
    if (action === null) return no('forbidden');
    const isSelf = memberId === personId;
    if (!isSelf && !mayAtMerchant(self.role, action)) return no('forbidden');
    await store.deleteMember(tx, merchantId, memberId);
    await deps.sync.appendMany(tx, [leftItem(memberId, merchantId, !isSelf)]);
    return yes(null);
  });
}
