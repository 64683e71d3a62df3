import type { Brand, PersonId } from '@plaza/base';
import type { ContactRequest, MethodOutput } from '@plaza/contract';
import type { RequestState } from './states.ts';

export type RequestId = Brand<'RequestId'>;
export type Via = ContactRequest['via'];
export type Direction = ContactRequest['direction'];
export type Viewed = MethodOutput<'contacts.getPerson'>;
export type Relation = Viewed['relation'];

/** What one person keeps of another: a contact, a block, or both. */
export type ContactRow = {
  ownerId: PersonId;
  personId: PersonId;
  listed: boolean;
  blocked: boolean;
  remark: string | null;
  tags: string[];
  starred: boolean;
  /** What the two see of each other’s Moments. */
  chatOnly: boolean;
  hideMine: boolean;
  hideTheirs: boolean;
  since: Date;
};

/** One side's copy of a request. */
export type RequestRow = {
  ownerId: PersonId;
  requestId: RequestId;
  personId: PersonId;
  direction: Direction;
  reason: string;
  via: Via;
  state: RequestState;
  version: number;
  createdAt: Date;
  lapsesAt: Date;
};

export type PersonRow = {
  personId: PersonId;
  code: string | null;
  findableByHandle: boolean;
  findableByCode: boolean;
  contactCount: number;
};

export const maxContacts = 10_000;
export const requestDays = 30;
const dayMs = 24 * 3600 * 1000;
export const requestLifeMs = requestDays * dayMs;
