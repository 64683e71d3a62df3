/** For the holding that owns them. */
export const tables = ['proofs_head', 'proofs_key', 'proofs_tile'];
