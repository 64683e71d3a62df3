import type { ManifestOptions } from 'vite-plugin-pwa';

/** What a phone shows when the app is put on its home screen. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Plaza',
  short_name: 'Plaza',
  description: 'Talk with the people of your city, on a server the city owns.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#4a49a8',
  icons: [
    { src: '/icons/plaza-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/plaza-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/plaza.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
  ],
};
