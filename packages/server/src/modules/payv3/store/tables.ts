/** For the holding that owns them. */
export const tables = [
  ...['payv3_access', 'payv3_app', 'payv3_attempt', 'payv3_batch', 'payv3_certificate'],
  ...['payv3_detail', 'payv3_key', 'payv3_nonce', 'payv3_notice', 'payv3_openid'],
  ...['payv3_part', 'payv3_platform'],
];
