/* All that comes from npm: installed into the build folder, where this file is copied to. */
export { Validator } from '@seriousme/openapi-schema-validator';
export { default as Ajv } from 'ajv/dist/2020.js';
export { default as addFormats } from 'ajv-formats';
export { default as readSquare } from 'jsqr';
