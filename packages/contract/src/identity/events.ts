import { event } from '../event.ts';
import { personCard } from '../people.ts';
import { object, oneOf, text, timestamp } from '../schema.ts';
import { me } from './types.ts';

export const identityEvents = {
  meChanged: event('identity.meChanged', {
    channel: 'personal',
    summary: 'The person’s own record changed; carries all of it.',
    payload: object({ me }),
  }),
  personChanged: event('identity.personChanged', {
    channel: 'personal',
    summary: 'A contact changed name, handle, photo, region or signature; carries the new card.',
    payload: object({ person: personCard }),
  }),
  securityNoticed: event('identity.securityNoticed', {
    channel: 'personal',
    summary: 'Something that the owner of the account should know, on every device.',
    payload: object({
      notice: oneOf([
        'signed_in',
        'password_changed',
        'recovery_code_used',
        'recovery_codes_renewed',
        'passkey_added',
        'passkey_removed',
        'reset_begun',
        'reset_cancelled',
        'reset_finished',
        'deletion_requested',
        'deletion_cancelled',
        'pin_created',
        'pin_changed',
        'pin_locked',
        'pin_reset_begun',
        'pin_reset_cancelled',
        'pin_reset_finished',
      ]),
      /** The device or the way, for the sentence on the screen. */
      detail: text(100, 0),
      at: timestamp,
    }),
  }),
  sessionEnded: event('identity.sessionEnded', {
    channel: 'ephemeral',
    summary: 'This session was signed out; the socket closes with 4001 after it.',
    payload: object({}),
  }),
} as const;
