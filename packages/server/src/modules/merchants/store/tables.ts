export const tables = [
  ...(['merchants_merchant', 'merchants_number', 'merchants_staff', 'merchants_wallet'] as const),
  ...(['merchants_line', 'merchants_order', 'merchants_move', 'merchants_shift'] as const),
  'merchants_party',
] as const;
