/** For the holding that owns them. */
export const tables = ['push_key', 'push_subscription', 'push_slot', 'push_progress'];
