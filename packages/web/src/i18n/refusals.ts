import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RefusalName } from '@plaza/contract';
import { formatWait } from './format.ts';

type Told = RefusalName | 'internal' | 'offline';

/** The sentence of each refusal. A new refusal without one does not compile. */
const sentences: Record<Told, MessageDescriptor> = {
  invalid: msg`Something in the form is not right. Check it and try again.`,
  unauthenticated: msg`You are signed out. Sign in again.`,
  forbidden: msg`You are not allowed to do this.`,
  unknown_method: msg`This server does not know this yet. It may be an older version.`,
  too_large: msg`This is too large.`,
  too_many_requests: msg`That was too often. Try again in a while.`,
  unavailable: msg`The server is busy. Try again in a moment.`,
  handle_taken: msg`This handle is taken. Choose another.`,
  handle_reserved: msg`This handle is reserved. Choose another.`,
  handle_change_too_soon: msg`You changed your handle less than 30 days ago.`,
  weak_password: msg`This password is too easy to guess. Make it longer or less common.`,
  wrong_credentials: msg`The handle or the secret is wrong.`,
  sign_in_locked: msg`Too many wrong tries. Wait before you try again.`,
  suspended: msg`This account is suspended by the operator of this server.`,
  challenge_expired: msg`This step took too long. Start again.`,
  passkey_rejected: msg`The passkey could not be verified.`,
  passkeys_unavailable: msg`Passkeys need this server to have a host name and a secure page.`,
  last_credential: msg`This is your only way to sign in. Add another one first.`,
  ticket_unknown: msg`This code is no longer valid. Make a new one.`,
  session_unknown: msg`This device is signed out already.`,
  reset_unknown: msg`This reset is not known, or it was cancelled.`,
  reset_waiting: msg`The waiting time of this reset is not over yet.`,
  not_demo: msg`This server is not a demo city.`,
  file_unknown: msg`The file is no longer there. Choose it again.`,
  not_an_image: msg`Choose a PNG, JPEG or WebP picture.`,
  claim_rejected: msg`This link is wrong, was used already, or is no longer needed.`,
  person_not_found: msg`Nobody was found.`,
  self_action: msg`You cannot do this to yourself.`,
  already_contacts: msg`You are contacts already.`,
  request_limit_reached: msg`You sent 20 requests today. Go on tomorrow.`,
  request_unknown: msg`This request is no longer open.`,
  contact_limit_reached: msg`The list of contacts is full.`,
  not_contact: msg`You are not contacts. Send a request first.`,
  blocked: msg`This person does not take messages from you.`,
  code_unknown: msg`This code is not known, or it was renewed.`,
  conversation_unknown: msg`This conversation is not there for you.`,
  not_member: msg`You are not a member of this conversation.`,
  not_group: msg`This works only in a group.`,
  group_full: msg`The group has no room for that many people.`,
  message_conflict: msg`This message was sent already.`,
  typing_not_shown: msg`Typing is not shown now.`,
  group_muted: msg`Only the owner and admins may write here at present.`,
  read_only: msg`Nobody can write here any more.`,
  message_unknown: msg`This message is no longer there for you.`,
  recall_too_late: msg`A message can be recalled for two minutes only.`,
  edit_too_late: msg`A message can be edited for 24 hours only.`,
  not_editable: msg`This message cannot be edited.`,
  not_forwardable: msg`One of these messages cannot be forwarded.`,
  too_many_reactions: msg`This message has all the reactions it can hold.`,
  poll_closed: msg`This poll is closed.`,
  invalid_choice: msg`This choice is not possible.`,
  announcement_unknown: msg`This announcement is no longer there.`,
  link_unknown: msg`This link is not known, was revoked, or is too old. Ask for a new one.`,
  link_full: msg`The group is too large to be joined by a link. Ask a member to add you.`,
  invite_unknown: msg`This invitation no longer counts.`,
  newcomer_limit: msg`New accounts may do this only a few times a day. Go on tomorrow.`,
  time_invalid: msg`Choose a time within the next year.`,
  too_many_scheduled: msg`A hundred messages wait to be sent already.`,
  schedule_unknown: msg`This planned message was sent or cancelled already.`,
  too_many_reminders: msg`You have a hundred reminders already. Remove some.`,
  reminder_unknown: msg`This reminder is no longer there.`,
  import_out_of_step: msg`The import was interrupted. Start it again.`,
  import_limit_reached: msg`There is no room for more imported messages.`,
  upload_unknown: msg`The upload was given up. Choose the file again.`,
  upload_incomplete: msg`The upload is not complete yet.`,
  file_refused: msg`This file is not what it says it is, or it cannot be shown safely.`,
  quota_reached: msg`You uploaded all you can in a day. Go on tomorrow.`,
  pack_unknown: msg`This set of stickers is no longer there.`,
  pack_full: msg`A set holds 300 stickers at most.`,
  too_many_packs: msg`There is no room for another set of stickers.`,
  sticker_unknown: msg`This sticker is no longer there.`,
  favourite_unknown: msg`This is no longer among your favourites.`,
  too_many_favourites: msg`The list of favourites is full.`,
  subject_unknown: msg`There is nothing left to report.`,
  case_unknown: msg`This case is not there.`,
  case_decided: msg`The case was decided already.`,
  appeal_too_late: msg`It is too late for an appeal.`,
  appeal_pending: msg`You appealed already.`,
  same_reviewer: msg`Another operator must answer this appeal.`,
  deletion_pending: msg`The deletion of your account is requested already.`,
  deletion_unknown: msg`No deletion of your account is pending.`,
  export_running: msg`Your data is being collected already. Wait until it is done.`,
  wrong_currency: msg`This city does not have this currency.`,
  amount_too_large: msg`This is more than a single payment may be.`,
  insufficient_funds: msg`There is not enough money in your wallet.`,
  wallet_frozen: msg`This wallet is frozen by the operator. Nothing goes in or out.`,
  wallet_open: msg`This wallet is not frozen.`,
  payee_frozen: msg`The other person’s wallet takes no money at present.`,
  transfer_unknown: msg`This transfer is not there for you.`,
  transfer_settled: msg`This transfer was accepted or returned already.`,
  key_reused: msg`Another payment was made from this screen. Start again.`,
  pin_exists: msg`You have a pay PIN already. Change that one.`,
  pin_unset: msg`Set a pay PIN first.`,
  weak_pin: msg`This PIN is too easy to guess. Choose another.`,
  wrong_pin: msg`The PIN is wrong.`,
  pin_locked: msg`Too many wrong PINs. Wait before you try again.`,
  internal: msg`The server made a mistake. It was recorded. Try again later.`,
  offline: msg`The server cannot be reached. Check your connection and try again.`,
};

function waitOf(details: unknown): number | null {
  if (typeof details !== 'object' || details === null || !('retryAfterMs' in details)) return null;
  return typeof details.retryAfterMs === 'number' ? details.retryAfterMs : null;
}

/** What to tell the person when a call did not succeed. */
export function explain({ error, details }: { error: string; details?: unknown }): string {
  const sentence = i18n._(error in sentences ? sentences[error as Told] : sentences.internal);
  const waitMs = waitOf(details);
  if (waitMs === null || waitMs <= 0) return sentence;
  const wait = formatWait(waitMs);
  return `${sentence} ${i18n._(msg`Wait: ${wait}.`)}`;
}
