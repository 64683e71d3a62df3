/**
 * Every refusal of the product: its HTTP status and its sentence in English (clients translate by
 * name). A refusal is expected, changes nothing, and may be shown to the person.
 */
export const refusals = {
  // What any method may answer.
  invalid: { status: 400, message: 'The request does not have the form that the method asks for.' },
  unauthenticated: { status: 401, message: 'Sign in first.' },
  forbidden: { status: 403, message: 'You may not do this.' },
  unknown_method: { status: 404, message: 'There is no such method.' },
  too_large: { status: 413, message: 'The request is too large.' },
  too_many_requests: { status: 429, message: 'Too many requests. Try again in a while.' },
  unavailable: { status: 503, message: 'The server is busy or stopping. Try again in a moment.' },

  // identity
  handle_taken: { status: 409, message: 'This handle is taken.' },
  handle_reserved: { status: 409, message: 'This handle is reserved.' },
  handle_change_too_soon: { status: 409, message: 'The handle was changed less than 30 days ago.' },
  weak_password: { status: 422, message: 'This password is too easy to guess.' },
  wrong_credentials: { status: 401, message: 'The handle or the secret is wrong.' },
  sign_in_locked: { status: 429, message: 'Too many wrong tries. Wait before the next one.' },
  suspended: { status: 403, message: 'This account is suspended by the operator.' },
  challenge_expired: { status: 410, message: 'This step took too long. Start again.' },
  passkey_rejected: { status: 422, message: 'The passkey could not be verified.' },
  passkeys_unavailable: { status: 409, message: 'Passkeys need a host name and a secure page.' },
  last_credential: { status: 409, message: 'This is the only way to sign in; add another first.' },
  ticket_unknown: { status: 404, message: 'This code is not known or is no longer valid.' },
  session_unknown: { status: 404, message: 'There is no such session.' },
  reset_unknown: { status: 404, message: 'There is no such reset, or it was cancelled.' },
  reset_waiting: { status: 409, message: 'The waiting time of this reset is not over.' },
  not_demo: { status: 404, message: 'This server is not a demo city.' },
  file_unknown: { status: 404, message: 'There is no such file.' },
  not_an_image: { status: 415, message: 'The file is not a PNG, JPEG or WebP image.' },

  // operator
  claim_rejected: { status: 403, message: 'The link is wrong, used, or no longer needed.' },
  person_not_found: { status: 404, message: 'There is no such person.' },
  self_action: { status: 409, message: 'You cannot do this to yourself.' },

  // contacts
  already_contacts: { status: 409, message: 'You are contacts already.' },
  request_limit_reached: { status: 429, message: 'You sent 20 requests in a day; go on tomorrow.' },
  request_unknown: { status: 404, message: 'There is no such request, or it has lapsed.' },
  contact_limit_reached: { status: 409, message: 'The list of contacts is full (10,000).' },
  not_contact: { status: 403, message: 'You are not contacts. Send a request first.' },
  blocked: { status: 403, message: 'This person does not take messages from you.' },
  code_unknown: { status: 404, message: 'This code is not known or was renewed.' },

  // chat
  conversation_unknown: { status: 404, message: 'There is no such conversation for you.' },
  not_member: { status: 403, message: 'You are not a member of this conversation.' },
  not_group: { status: 409, message: 'This works only in a group.' },
  group_full: { status: 409, message: 'The group has no room for that many people.' },
  message_conflict: { status: 409, message: 'Another message was sent under this client id.' },
  group_muted: { status: 403, message: 'Only owner and admins may write here at present.' },
  read_only: { status: 409, message: 'Nobody writes to this conversation.' },
  message_unknown: { status: 404, message: 'There is no such message for you.' },
  recall_too_late: { status: 409, message: 'A message can be recalled for two minutes only.' },
  edit_too_late: { status: 409, message: 'A message can be edited for 24 hours only.' },
  not_editable: { status: 409, message: 'This message cannot be edited.' },
  not_forwardable: { status: 409, message: 'One of these messages cannot be forwarded.' },
  too_many_reactions: { status: 409, message: 'This message has all the reactions it can hold.' },
  poll_closed: { status: 409, message: 'This poll is closed.' },
  invalid_choice: { status: 422, message: 'The poll has no such choice.' },
  announcement_unknown: { status: 404, message: 'This announcement is no longer there.' },
  link_unknown: { status: 404, message: 'This link is not known, was revoked, or is too old.' },
  link_full: { status: 409, message: 'The group is too large to be joined by a link.' },
  invite_unknown: { status: 404, message: 'This invitation no longer counts.' },
  newcomer_limit: { status: 429, message: 'New accounts may do this only a few times a day.' },
  time_invalid: { status: 422, message: 'Choose a time within the next year.' },
  too_many_scheduled: { status: 409, message: 'A hundred messages wait to be sent already.' },
  schedule_unknown: { status: 404, message: 'There is no such planned message.' },
  too_many_reminders: { status: 409, message: 'There are a hundred reminders already.' },
  reminder_unknown: { status: 404, message: 'There is no such reminder.' },
  import_out_of_step: { status: 409, message: 'These messages do not follow those before.' },
  import_limit_reached: { status: 409, message: 'An archive cannot hold more than this.' },
  typing_not_shown: { status: 409, message: 'Typing is shown only just after their message.' },

  // calls
  call_unknown: { status: 404, message: 'There is no such call for you.' },
  call_over: { status: 410, message: 'This call is over.' },
  call_full: { status: 409, message: 'No more people fit into this call.' },
  line_busy: { status: 409, message: 'You are in another call.' },
  answered_elsewhere: { status: 409, message: 'You answered on another device.' },

  // media
  upload_unknown: { status: 404, message: 'There is no such upload, or it was given up.' },
  upload_incomplete: { status: 409, message: 'The upload is not complete yet.' },
  file_refused: { status: 415, message: 'This file is not what it says, or is not safe to show.' },
  quota_reached: { status: 429, message: 'You uploaded all you can in a day; go on tomorrow.' },

  // stickers
  pack_unknown: { status: 404, message: 'There is no such set of stickers.' },
  pack_full: { status: 409, message: 'A set holds 300 stickers at most.' },
  too_many_packs: { status: 409, message: 'There is no room for another set of stickers.' },
  sticker_unknown: { status: 404, message: 'There is no such sticker.' },

  // favourites
  favourite_unknown: { status: 404, message: 'There is no such favourite.' },
  too_many_favourites: { status: 409, message: 'The list of favourites is full (10,000).' },

  // moments
  post_unknown: { status: 404, message: 'There is no such post for you.' },
  post_conflict: { status: 409, message: 'Something else was written under this id.' },
  comment_unknown: { status: 404, message: 'There is no such comment for you.' },
  too_many_comments: { status: 409, message: 'This post takes no more comments.' },

  // trust
  subject_unknown: { status: 404, message: 'There is nothing like that to report.' },
  case_unknown: { status: 404, message: 'There is no such case.' },
  case_decided: { status: 409, message: 'The case was decided already.' },
  appeal_too_late: { status: 409, message: 'A decision can be appealed for six months.' },
  appeal_pending: { status: 409, message: 'An appeal was made already.' },
  same_reviewer: { status: 409, message: 'Somebody else must decide about the appeal.' },

  // pay
  wrong_currency: { status: 422, message: 'This city has no such currency.' },
  amount_too_large: { status: 422, message: 'This is more than a single payment may be.' },
  insufficient_funds: { status: 409, message: 'There is not enough money for this.' },
  wallet_frozen: { status: 409, message: 'The wallet is frozen by the operator.' },
  wallet_open: { status: 409, message: 'The wallet is not frozen.' },
  payee_frozen: { status: 409, message: 'The other person’s wallet takes no money at present.' },
  transfer_unknown: { status: 404, message: 'There is no such transfer for you.' },
  transfer_settled: { status: 409, message: 'The transfer was accepted or returned already.' },
  contact_too_late: {
    status: 409,
    message: 'The payee can be written to within 24 hours of the payment.',
  },
  contact_used: { status: 409, message: 'The payee was written to already.' },
  cancel_too_late: {
    status: 409,
    message: 'Only a delayed transfer can be cancelled, and only until it arrives.',
  },
  limit_reached: { status: 409, message: 'This goes beyond what may be paid or held for now.' },
  class_needed: { status: 403, message: 'The operator must know first who you are.' },
  not_for_minors: { status: 403, message: 'This is not for people who are not of age.' },
  amount_too_small: { status: 422, message: 'This is less than there has to be.' },
  key_reused: { status: 409, message: 'Another command was given under this key.' },
  pin_exists: { status: 409, message: 'There is a pay PIN already; change that one.' },
  pin_unset: { status: 409, message: 'Set a pay PIN first.' },
  weak_pin: { status: 422, message: 'This PIN is too easy to guess.' },
  wrong_pin: { status: 403, message: 'The PIN is wrong.' },
  pin_locked: { status: 429, message: 'Too many wrong PINs. Wait before the next one.' },

  // packets
  packet_unknown: { status: 404, message: 'There is no such red packet for you.' },
  packet_gone: { status: 409, message: 'Everything in this red packet was taken.' },
  packet_over: { status: 410, message: 'This red packet is over; what was left went back.' },
  packet_not_yours: { status: 403, message: 'This red packet is for somebody else.' },
  taker_unknown: { status: 404, message: 'That person is not in this conversation.' },

  // bills
  bill_unknown: { status: 404, message: 'There is no such bill for you.' },
  bill_closed: { status: 410, message: 'This bill is closed.' },
  bill_not_yours: { status: 403, message: 'Nothing of this bill is asked of you.' },
  share_unknown: { status: 404, message: 'Nothing of this bill is asked of that person.' },
  share_settled: { status: 409, message: 'This part is paid, or not asked for any more.' },
  share_paying: { status: 409, message: 'This part is being paid just now.' },
  sum_wrong: { status: 422, message: 'The parts do not add up to the whole.' },
  too_many_bills: { status: 409, message: 'You have a hundred open bills; close some first.' },
  reminded_lately: { status: 409, message: 'Everybody was reminded within the last day.' },

  // family
  card_unknown: { status: 404, message: 'There is no such family card for you.' },
  card_over: { status: 410, message: 'This family card was answered already, or has ended.' },
  card_exists: { status: 409, message: 'This person has a family card of yours already.' },
  too_many_cards: { status: 409, message: 'Five family cards may be given in a currency.' },
  card_paused: { status: 409, message: 'This family card cannot be used just now.' },
  card_declined: {
    status: 409,
    message: 'The wallet behind this family card does not let the payment through.',
  },

  // merchants
  merchant_unknown: { status: 404, message: 'There is no such merchant for you.' },
  merchant_closed: { status: 409, message: 'This merchant takes no money.' },
  too_many_merchants: { status: 409, message: 'A person owns ten merchants at most.' },
  staff_full: { status: 409, message: 'A merchant has fifty people at most.' },
  already_staff: { status: 409, message: 'This person works at the merchant, or is asked to.' },
  staff_unknown: { status: 404, message: 'This person does not work at the merchant.' },
  shift_open: { status: 409, message: 'Your shift is open already.' },
  shift_unknown: { status: 404, message: 'You have no open shift.' },
  order_unknown: { status: 404, message: 'There is no such order for you.' },
  order_paying: { status: 409, message: 'Somebody is paying this order just now.' },
  order_paid: { status: 409, message: 'This order is paid.' },
  order_closed: { status: 410, message: 'This order is closed or too old.' },
  order_unpaid: { status: 409, message: 'This order was not paid.' },
  wrong_amount: { status: 409, message: 'This is not the amount that is asked for.' },
  refund_too_large: { status: 409, message: 'This is more than is left of what was paid.' },
  refund_too_late: { status: 410, message: 'A payment can be given back for a year.' },
  too_many_refunds: { status: 409, message: 'An order is given back in fifty parts at most.' },
  hold_unknown: { status: 404, message: 'There is no such hold for you.' },
  hold_over: { status: 410, message: 'This hold is over, or waits for another.' },

  // payv3
  public_key_rejected: { status: 422, message: 'This is no RSA public key of 2048 bits or more.' },
  too_many_api_keys: { status: 409, message: 'Five keys may count at once; end one first.' },
  api_key_unknown: { status: 404, message: 'There is no such key, or it has ended.' },
  too_many_apps: { status: 409, message: 'A merchant has twenty apps at most.' },
  app_unknown: { status: 404, message: 'There is no such app.' },
  pay_sign_wrong: { status: 403, message: 'The shop has not signed this payment.' },
  notice_unknown: { status: 404, message: 'There is no such callback.' },

  // codes
  code_off: { status: 409, message: 'Pay codes are not switched on for this device.' },
  code_paused: { status: 409, message: 'Pay codes are paused.' },
  code_expired: { status: 410, message: 'This pay code is over. Ask for the present one.' },
  code_used: { status: 409, message: 'This pay code was used already. Ask for a new one.' },

  // rails
  voucher_unknown: { status: 404, message: 'There is no such voucher.' },
  voucher_used: { status: 410, message: 'This voucher was redeemed already, or does not count.' },
  cash_out_closed: { status: 403, message: 'Money of this currency is not paid out to people.' },
  iban_invalid: { status: 422, message: 'This is no account number (IBAN).' },
  payout_unknown: { status: 404, message: 'There is no such payout.' },
  payout_settled: { status: 409, message: 'This payout is over, or already with the bank.' },
  file_unreadable: { status: 422, message: 'This is no account statement that can be read.' },
  entry_unknown: { status: 404, message: 'There is no such entry of the bank.' },
  entry_settled: { status: 409, message: 'It was said already for whom this entry is.' },
  nothing_to_pay: { status: 409, message: 'No payout waits to be paid.' },

  // push
  push_service_unknown: { status: 422, message: 'This city does not send to that push service.' },
  push_not_subscribed: { status: 404, message: 'This device gets no push messages.' },

  // rights
  deletion_pending: { status: 409, message: 'The deletion of the account is already requested.' },
  deletion_unknown: { status: 404, message: 'No deletion of the account is pending.' },
  export_running: { status: 429, message: 'An export is already being written.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type RefusalName = keyof typeof refusals;

/** What every method may answer without declaring it. */
export const commonRefusals = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'unknown_method',
  'too_large',
  'too_many_requests',
  'unavailable',
  'suspended',
] as const satisfies readonly RefusalName[];

export type CommonRefusal = (typeof commonRefusals)[number];
