import type { ReactNode } from 'react';
import { create } from 'zustand';

export type ToastAction = { label: string; run(): void };
export type Toast = {
  id: number;
  text: ReactNode;
  tone: 'plain' | 'danger';
  /** A toast with an action stays until it is answered. */
  action?: ToastAction | undefined;
};

const shownMs = 5_000;
const most = 3;
let lastId = 0;

type Toasts = { toasts: readonly Toast[]; drop(id: number): void };

export const useToasts = create<Toasts>()((set, get) => ({
  toasts: [],
  drop: (id) => set({ toasts: get().toasts.filter((toast) => toast.id !== id) }),
}));

type ToastOptions = { tone?: Toast['tone']; action?: ToastAction };

/** Tells in passing; nothing that must be read is told only here. */
export function showToast(text: ReactNode, { tone = 'plain', action }: ToastOptions = {}): void {
  lastId += 1;
  const toast: Toast = { id: lastId, text, tone, action };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, toast].slice(-most) }));
  if (action === undefined) setTimeout(() => useToasts.getState().drop(toast.id), shownMs);
}
