import { create } from 'zustand';

/** Whether the network is known to be away. */
export const useConnection = create<{ isOffline: boolean }>()(() => ({ isOffline: false }));

export function setOffline(isOffline: boolean): void {
  if (useConnection.getState().isOffline !== isOffline) useConnection.setState({ isOffline });
}

/** The browser knows of a missing network before any socket notices. */
export function followNetwork(): void {
  const tell = () => setOffline(!navigator.onLine);
  addEventListener('online', tell);
  addEventListener('offline', tell);
  tell();
}
