/* All that comes from npm: installed into the build folder, where this file is copied to. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export { chromium } from 'playwright-core';
/* A script that a page runs. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
