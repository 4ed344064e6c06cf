/* What somebody tries at the API's door who means no good: injections, tricks with paths and headers, huge bodies. */
import assert from 'node:assert/strict';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { administrator } from './client.js';
import { publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;

before(async () => {
    hub = new Hub();
    hub.command('venue add', 'riverside', '--name', 'Riverside Surgery', '--kind', 'gp');
    publish(hub, 'gp-fft');
    await hub.serve();
    admin = await administrator(hub);
});
after(async () => { admin.close(); await hub.close(); });

const INJECTIONS = ["riverside'; DROP TABLE venue; --", "' OR '1'='1", '"; DELETE FROM account; --', "riverside') UNION SELECT key FROM setting --",
    '$1', '?1', '%', '_', '\\', "'||(SELECT value FROM setting)||'"];

async function stillWhole() {
    const { items } = await admin.get('/venues');
    assert.deepEqual(items.map(({ id }) => id), ['riverside']);
    assert.equal((await admin.get('/accounts')).items.length, 1);
    assert.equal((await admin.get('/surveys')).items.length, 1);
}

test('SQL in parameters and paths is text that names nothing', async () => {
    for (const text of INJECTIONS) {
        const said = encodeURIComponent(text);
        for (const path of [`/reports/satisfaction?venue=${said}`, `/reports/satisfaction?survey=${said}`, `/exports/codebook?survey=${said}`,
            `/exports/chain?month=${said}`, `/kiosks?search=${said}`, `/audit?action=${said}`, `/alerts?kind=${said}`, `/venues/${said}`,
            `/surveys/${said}/retention`, `/kiosks/${said}`, `/drafts/${said}`, `/deletions?cursor=${said}`]) {
            const answer = await admin.raw('GET', `/api/v1${path}`, { headers: { Cookie: admin.cookie } });
            assert.ok(answer.status === 200 || (answer.status >= 400 && answer.status < 500), `${path}: ${answer.status} ${answer.body}`);
            if (answer.status === 200) assert.doesNotMatch(answer.body.toString(), /programme\.public|password|secret/, path);
        }
    }
    await stillWhole();
});

test('SQL in bodies is kept as it was written, and does nothing', async () => {
    for (const text of INJECTIONS) {
        const { value, etag } = await admin.read('/venues/riverside');
        const changed = await admin.put('/venues/riverside', { name: `Riverside ${text}` }, etag);
        assert.equal(changed.name, `Riverside ${text}`);
        assert.notEqual(changed.name, value.name);
        const draft = await admin.post('/drafts', { name: text, survey: { title: text } }, 201);
        assert.equal((await admin.get(`/drafts/${draft.id}`)).name, text);
    }
    await stillWhole();
});

test('line ends in paths and parameters become no headers', async () => {
    for (const path of ['/reports/satisfaction?venue=x%0d%0aX-Injected:%20yes', '/exports/codebook?survey=gp_fft%0d%0aSet-Cookie:%20a=b', '/venues/x%0d%0aX-Injected:yes',
        '/exports/chain?month=2026-01%0aX-Injected:yes', '/venues/riverside%00']) {
        const answer = await admin.raw('GET', `/api/v1${path}`, { headers: { Cookie: admin.cookie } });
        assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`);
        assert.equal(answer.headers['x-injected'], undefined);
        assert.ok(!String(answer.headers['set-cookie'] ?? '').includes('a=b'));
    }
});

/* Bytes as they stand, for what no client would send; who waits leaves it to the hub to hang up. */
function speak(bytes, { waits = false } = {}) {
    return new Promise((done, failed) => {
        const { hostname, port } = new URL(hub.url);
        const socket = tls.connect({ host: hostname, port: Number(port), ca: hub.ca, servername: 'localhost', checkServerIdentity: () => undefined });
        let said = '';
        socket.setTimeout(20000, () => socket.destroy());
        socket.on('data', (part) => { said += part.toString('latin1'); });
        socket.on('close', () => done(said));
        socket.on('error', (error) => (said === '' && error.code !== 'ECONNRESET' ? failed(error) : done(said)));
        if (waits) socket.write(bytes);
        else socket.end(bytes);
    });
}

test('what is asked for is told again as text, whatever it is', async () => {
    for (const asked of [Buffer.from([0x3f, 0xff, 0xfe]), Buffer.from('?a\x01b'), Buffer.from('?\x1b[31m'), Buffer.from(`?${'a'.repeat(39)}é`), Buffer.from('?limit=%ff')]) {
        const head = ` HTTP/1.1\r\nHost: localhost\r\nCookie: ${admin.cookie}\r\nConnection: close\r\n\r\n`;
        const said = await speak(Buffer.concat([Buffer.from('GET /api/v1/venues'), asked, Buffer.from(head)]), { waits: true });
        assert.match(said, /^HTTP\/1\.1 4/);
        assert.match(said, /\r\nX-Content-Type-Options: nosniff\r\n/);
        assert.match(said.slice(said.indexOf('\r\n\r\n') + 4), /^[ -~]+$/);
    }
});

test('a path that has other methods says which', async () => {
    for (const [method, path, allow] of [['DELETE', '/venues', 'GET, HEAD'], ['POST', '/venues/riverside', 'GET, HEAD, PUT'], ['GET', '/accounts/x/reset', 'POST']]) {
        const answer = await admin.raw(method, `/api/v1${path}`);
        assert.equal(answer.status, 405, path);
        assert.equal(answer.headers.allow, allow);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        assert.equal(JSON.parse(answer.body).type, 'urn:yousaid:problem:wrong-method');
    }
});

test('paths that climb lead nowhere', async () => {
    for (const path of ['/../../../../etc/passwd', '/..%2f..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/api/v1/../../keys/hub.key', '/assets/../../keys/counts.key',
        '/assets/..%2f..%2fkeys%2fhub.key', '/v1/blobs/../../keys/hub.key', '//etc/passwd', '/api/v1//venues', '/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd', '/api/v1/venues/..%5c..%5chub.sqlite']) {
        const said = await speak(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        assert.doesNotMatch(said, /root:|SQLite format|BEGIN/, path);
        assert.doesNotMatch(said, /^HTTP\/1\.1 5/, path);
    }
});

test('requests that are none are refused, and nothing is taken for a second one', async () => {
    for (const bytes of ['GET / HTTP/9.9\r\n\r\n', 'GET\r\n\r\n', 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
        'POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n',
        `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(100000)}\r\n\r\n`]) {
        const said = await speak(bytes);
        assert.doesNotMatch(said, /HTTP\/1\.1 2/, bytes.slice(0, 80));
    }
});

test('huge bodies are refused before they are heard out, and the hub answers on', async () => {
    const large = Buffer.alloc(8 * 1024 * 1024, 0x20);
    for (const path of ['/drafts', '/session', '/surveys/check']) {
        let status;
        try {
            ({ status } = await admin.raw('POST', `/api/v1${path}`, { headers: { Cookie: admin.cookie, 'X-CSRF-Token': admin.csrf, 'Content-Type': 'application/json' }, body: large }));
        } catch (error) {
            assert.match(error.code ?? '', /ECONNRESET|EPIPE/);
            status = 413;
        }
        assert.equal(status, 413, path);
    }
    const deep = Buffer.from(`${'['.repeat(200000)}${']'.repeat(200000)}`);
    const answer = await admin.raw('POST', '/api/v1/drafts', { headers: { Cookie: admin.cookie, 'X-CSRF-Token': admin.csrf, 'Content-Type': 'application/json' }, body: deep });
    assert.ok(answer.status >= 400 && answer.status < 500, String(answer.status));
    await stillWhole();
});
