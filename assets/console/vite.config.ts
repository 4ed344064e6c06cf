/*
 * How the console is built: one folder of files with their digest in the name, no inline script or style,
 * so that the hub can serve them for ever under a strict content security policy.
 */
import { defineConfig } from 'vite';

export default defineConfig({
    base: '/',
    publicDir: 'public',
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
    css: {
        preprocessorOptions: { scss: { quietDeps: true, loadPaths: ['node_modules'] } },
    },
    worker: { format: 'es' },
    build: {
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        cssCodeSplit: true,
        reportCompressedSize: false,
        rollupOptions: {
            output: {
                entryFileNames: 'assets/[name]-[hash].js',
                chunkFileNames: 'assets/[name]-[hash].js',
                assetFileNames: 'assets/[name]-[hash][extname]',
            },
        },
    },
});
