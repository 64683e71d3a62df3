import type {
  Clock,
  FamilyCardId,
  MerchantId,
  NewId,
  OrderId,
  PersonId,
  Random,
} from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { CardSource } from '../family/index.ts';
import type { PayCore } from '../pay/index.ts';
import type { Sync } from '../sync/index.ts';

/** What a resident’s pay code says once it is used up. */
export type Redeemed = {
  personId: PersonId;
  isConfirmed: boolean;
  /** The family card that pays; null: their own wallet. */
  cardId: FamilyCardId | null;
};

export type MerchantsDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  random: Pick<Random, 'int'>;
  log: Pick<Log, 'error' | 'warn'>;
  outbox: Pick<Outbox, 'addMany' | 'react'>;
  sync: Pick<Sync, 'appendMany'>;
  pay: PayCore;
  publicUrl: string;
  identity: { getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<'yes' | 'not_contact' | 'blocked'>;
  };
  /** Cards on the wallets of others, with which people pay. */
  cards: CardSource;
  codes: {
    /** Idempotent for an order: the same code gives the same answer again. */
    redeem(
      code: string,
      use: { merchantId: MerchantId; orderId: OrderId; amountMinor: number; currency: string },
    ): Promise<Outcome<Redeemed, 'code_unknown' | 'code_expired' | 'code_used'>>;
  };
};

export type Querying = Pick<Tx, 'query'>;
