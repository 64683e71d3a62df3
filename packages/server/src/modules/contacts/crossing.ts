import type { PersonId } from '@plaza/base';
import type { RequestId, RequestRow, Via } from './types.ts';

/** The topic on which one side of a request tells the other. */
export const crossingTopic = 'contacts.crossed';
/** Told whenever it may have changed who of two people may write to whom. */
export const relationTopic = 'contacts.relationChanged';
export const profileTopic = 'contacts.profileChanged';
export const erasedTopic = 'contacts.personErased';

type Between = { from: PersonId; to: PersonId; requestId: RequestId };

/** What crosses from the asker's side to the other side. */
export type Asked = Between & {
  kind: 'asked' | 'takenBack';
  version: number;
  reason: string;
  via: Via;
  createdAt: string;
  lapsesAt: string;
};

/** What crosses back. */
export type Accepted = Between & { kind: 'accepted' };

export type Crossing = Asked | Accepted;

export function askedBy(row: RequestRow, kind: Asked['kind']): Asked {
  return {
    kind,
    from: row.ownerId,
    to: row.personId,
    requestId: row.requestId,
    version: row.version,
    // Words that were taken back do not travel on.
    reason: kind === 'asked' ? row.reason : '',
    via: row.via,
    createdAt: row.createdAt.toISOString(),
    lapsesAt: row.lapsesAt.toISOString(),
  };
}

/** The copy of a request on the side of the person who is asked. */
export function incomingCopy(asked: Asked, state: RequestRow['state']): RequestRow {
  return {
    ownerId: asked.to,
    requestId: asked.requestId,
    personId: asked.from,
    direction: 'incoming',
    reason: asked.reason,
    via: asked.via,
    state,
    version: asked.version,
    createdAt: new Date(asked.createdAt),
    lapsesAt: new Date(asked.lapsesAt),
  };
}
