/** Whoever comes next on this device is not called in the name of the last, and sees nothing. */
export async function forgetPush(): Promise<void> {
  localStorage.removeItem('plaza.push');
  if (!('serviceWorker' in navigator)) return;
  const worker = await navigator.serviceWorker.getRegistration();
  for (const shown of (await worker?.getNotifications()) ?? []) shown.close();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}
