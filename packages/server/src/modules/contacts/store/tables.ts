/** The tables of this module, for its holding. */
export const tables = [
  'contacts_person',
  'contacts_code',
  'contacts_contact',
  'contacts_request',
  'contacts_request_day',
];
