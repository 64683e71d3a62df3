import type { LucideIcon } from 'lucide-react';

const hues = { violet: 283, blue: 245, teal: 190, green: 155, amber: 70, red: 22, pink: 350 };
export type RowHue = keyof typeof hues;

/** The small coloured square in front of a row of a menu. */
export function RowIcon({ icon: Icon, hue = 'violet' }: { icon: LucideIcon; hue?: RowHue }) {
  return (
    <span
      aria-hidden="true"
      className="grid size-[32px] shrink-0 place-items-center rounded-[9px] text-white"
      style={{ backgroundColor: `oklch(0.56 0.14 ${hues[hue]})` }}
    >
      <Icon className="size-[18px]" />
    </span>
  );
}
