import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Attempt, Finding, Notice } from './types.ts';

export const noticeWords: Record<Notice['state'], MessageDescriptor> = {
  waiting: msg`Is tried again`,
  delivered: msg`Heard`,
  failed: msg`Given up`,
};

export const tryWords: Record<Attempt['outcome'], MessageDescriptor> = {
  taken: msg`Taken`,
  refused: msg`Refused`,
  unreachable: msg`Not reached`,
  not_allowed: msg`The operator does not let messages out to this address`,
  no_secret: msg`There was no APIv3 key to encrypt with`,
};

export const findingWords: Record<Finding, MessageDescriptor> = {
  time_wrong: msg`The time is no number of seconds.`,
  time_old: msg`The time is more than five minutes away: a replay, or a clock that is wrong.`,
  serial_unknown: msg`No key of the city has this serial.`,
  probe: msg`This is a probe: its signature is wrong on purpose, and must be refused.`,
  signature_wrong: msg`The signature is not of these values.`,
  reserialised: msg`The body was read and written again. Take the bytes as they came.`,
  body_not_json: msg`The body is no JSON.`,
  secret_missing: msg`The shop has no APIv3 key.`,
  not_decrypted: msg`The APIv3 key does not open what is in it.`,
  all_right: msg`All of it is right.`,
};
