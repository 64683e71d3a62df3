import { linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { precompress } from './build/precompress.ts';
import { manifest } from './build/manifest.ts';
import { words } from './build/words.ts';

const server = 'http://localhost:8080';

export default defineConfig({
  plugins: [
    react(),
    // Not Lingui's native transform: npm leaves its binary out where the system's Node is older.
    babel({ presets: [linguiTransformerBabelPreset()] }),
    // A missing text fails the check of the catalogs; a build shows the English one instead.
    words(),
    tailwindcss(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'service-worker.ts',
      // Registered by our own code: no inline script, and the person decides when to update.
      injectRegister: false,
      manifest,
      manifestFilename: 'manifest.webmanifest',
      injectManifest: {
        globPatterns: ['**/*.{js,css,html,svg,webmanifest}', 'icons/*.png'],
        // The reader of QR codes is large and only for those who scan.
        globIgnores: ['**/*.wasm', 'service-worker.js'],
        maximumFileSizeToCacheInBytes: 1_000_000,
      },
    }),
    precompress(),
  ],
  build: {
    target: 'es2023',
    outDir: 'dist',
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 500,
    rolldownOptions: {
      output: {
        // What every page needs is one file, and the list is another: sixty small ones compress
        // badly.
        codeSplitting: {
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 2 },
            { name: 'list', test: /features[\\/]chat[\\/]ChatList\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/rpc': server,
      '/upload': server,
      '/media': server,
      '/export': server,
      '/socket': { target: server, ws: true },
    },
  },
});
