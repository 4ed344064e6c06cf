/* The console's files as the hub hands them out: packed or plain the same, guarded, and nothing beside them. */
import assert from 'node:assert/strict';
import https from 'node:https';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Hub } from '../api/hub.js';

let hub;
before(async () => {
    hub = new Hub();
    await hub.serve();
});
after(() => hub.close());

const get = (path, headers = {}, method = 'GET') => new Promise((done, failed) => {
    const request = https.request(`${hub.url}${path}`, { ca: hub.ca, headers, method }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    request.on('error', failed);
    request.end();
});

const scriptOf = async () => /src="(\/assets\/[^"]+\.js)"/.exec((await get('/')).body)[1];

test('every path that names no file is the one page, which no cache keeps unasked', async () => {
    const page = await get('/');
    assert.equal(page.status, 200);
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.equal(page.headers['cache-control'], 'no-cache');
    assert.deepEqual((await get('/venues/anything')).body, page.body);
    const again = await get('/', { 'If-None-Match': page.headers.etag });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
});

test('a page may ask this hub and nobody else, and stands in nobody else\'s frame', async () => {
    const { headers } = await get('/');
    const policy = headers['content-security-policy'];
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"])
        assert.ok(policy.includes(part), part);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.match(headers['strict-transport-security'], /max-age=31536000/);
});

test('a script is the same packed and plain, and is kept for ever', async () => {
    const path = await scriptOf();
    const plain = await get(path);
    const packed = await get(path, { 'Accept-Encoding': 'gzip' });
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.deepEqual(gunzipSync(packed.body), plain.body);
    assert.match(packed.headers['cache-control'], /immutable/);
    assert.notEqual(packed.headers.etag, plain.headers.etag);
});

test('the first page is 250 kB of script at the most, packed', async () => {
    const { body } = await get('/');
    const scripts = [...body.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((found) => found[1]);
    let size = 0;
    for (const path of scripts) size += (await get(path, { 'Accept-Encoding': 'gzip' })).body.length;
    assert.ok(size > 0 && size <= 250000, `${size} bytes`);
});

test('a file that is not there is missing, whatever its name', async () => {
    for (const path of ['/assets/nothing.js', '/nothing.css', '/api/nothing', '/v1/nothing', '/../keys/hub.key', '/assets/..%2f..%2fkeys%2fhub.key', '/%00.js'])
        assert.ok([400, 401, 404].includes((await get(path)).status), path);
});
