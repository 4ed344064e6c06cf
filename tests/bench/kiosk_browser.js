// The peer: Chromium in kiosk mode with SurveyJS. Served from here, and told by server-sent events what to do, so
// that nothing of a debugger runs beside it.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--window-size=1280,800',
  '--window-position=0,0'];

function sendFile(folders, name, response) {
  const folder = folders.find((one) => existsSync(join(one, name)));
  if (!/^[\w.-]+$/.test(name) || !folder) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'cache-control': 'max-age=3600' });
  return createReadStream(join(folder, name)).pipe(response);
}

async function bodyOf(request) {
  let body = '';
  for await (const part of request) body += part;
  return body;
}

/**
 * Serves the page and carries orders to it.
 * @param {string} modules node_modules with survey-core and survey-js-ui
 * @param {string} survey one of our survey files
 */
export async function serveBrowser(modules, survey) {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const folders = [here, join(modules, 'survey-core'), join(modules, 'survey-js-ui')];
  const waiting = new Map();
  let orders;
  let next = 1;

  const routes = {
    orders: (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders();
      orders = response;
    },
    done: async (request, response, id) => {
      waiting.get(Number(id))?.(JSON.parse(await bodyOf(request)));
      response.writeHead(204).end();
    },
    'survey.json.js': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(`const json = ${readFileSync(survey, 'utf8')};`);
    },
  };

  const server = createServer((request, response) => {
    const [, first, second] = new URL(request.url, 'http://127.0.0.1').pathname.split('/');
    return routes[first] ? routes[first](request, response, second) : sendFile(folders, first, response);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });

  return {
    url: `http://127.0.0.1:${server.address().port}/kiosk_survey.html`,
    order: (name, words = {}) => new Promise((done) => {
      waiting.set(next, done);
      orders.write(`data: ${JSON.stringify({ id: next++, name, words })}\n\n`);
    }),
    close: () => { server.closeAllConnections(); server.close(); },
  };
}

/** The command that shows it. @param {string} url @param {string} profile a folder */
export function browserCommand(url, profile) {
  const flags = process.getuid() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS;
  return ['chromium', '--kiosk', `--app=${url}`, ...flags, `--user-data-dir=${profile}`];
}
