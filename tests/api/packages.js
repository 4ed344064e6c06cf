/* The npm packages, from the folder that YOUSAID_PACKAGES names (run.sh installs them there). */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.env.YOUSAID_PACKAGES;
if (!folder) {
    throw new Error('YOUSAID_PACKAGES must name the folder into which run.sh installed the packages');
}
const installed = await import(pathToFileURL(path.resolve(folder, 'installed.js')).href);
export const { Ajv, Validator, addFormats, readSquare } = installed;
