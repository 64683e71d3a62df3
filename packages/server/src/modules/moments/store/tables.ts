/** The tables of this module, for its holding. */
export const tables = [
  'moments_post',
  'moments_file',
  'moments_like',
  'moments_comment',
  'moments_person',
  'moments_notice',
];
