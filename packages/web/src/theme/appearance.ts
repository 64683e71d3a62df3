import { create } from 'zustand';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const textPercents = [100, 115, 130, 150] as const;
export type TextPercent = (typeof textPercents)[number];

export type Appearance = { theme: Theme; textPercent: TextPercent };

const key = 'plaza.appearance';
const defaults: Appearance = { theme: 'system', textPercent: 100 };

function oneOf<T>(all: readonly T[], value: unknown, otherwise: T): T {
  return all.includes(value as T) ? (value as T) : otherwise;
}

/** Reads what was kept; anything unknown becomes the default. */
export function parseAppearance(text: string | null): Appearance {
  try {
    const kept = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return {
      theme: oneOf(themes, kept.theme, defaults.theme),
      textPercent: oneOf(textPercents, kept.textPercent, defaults.textPercent),
    };
  } catch {
    return defaults;
  }
}

function keep(change: Record<string, unknown>): void {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as object;
    localStorage.setItem(key, JSON.stringify({ ...kept, ...change }));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** The language is kept beside theme and size, because all three are needed before first paint. */
export function keepLocale(locale: string): void {
  keep({ locale });
}

export function keptLocale(): string | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>;
    return typeof kept.locale === 'string' ? kept.locale : null;
  } catch {
    return null;
  }
}

function show({ theme, textPercent }: Appearance): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.style.fontSize = textPercent === 100 ? '' : `${textPercent}%`;
  const surface = getComputedStyle(root).getPropertyValue('--surface').trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', surface);
}

type Store = Appearance & { change(change: Partial<Appearance>): void };

/** How the app looks on this device. */
export const useAppearance = create<Store>()((set, get) => ({
  ...parseAppearance(typeof localStorage === 'undefined' ? null : localStorage.getItem(key)),
  change(change) {
    set(change);
    const { theme, textPercent } = get();
    keep({ theme, textPercent });
    show({ theme, textPercent });
  },
}));

/** Shows the kept appearance and follows the system's theme. */
export function startAppearance(): void {
  const again = () => show(useAppearance.getState());
  again();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
}
