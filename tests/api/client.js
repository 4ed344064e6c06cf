/* Asks a hub, and judges every answer by docs/openapi.json: status, headers, type and body. */
import assert from 'node:assert/strict';
import https from 'node:https';
import { document, problemsOf, resolve } from './document.js';
import { textOf } from './square.js';
import { totp } from './totp.js';

export { totp };

/* Which operations were answered as asked, over all clients. */
export const answered = new Set();

/* Which were asked again with the ETag that they had. */
const askedAgain = new Set();

const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{[a-z]+\}/g, '[^/]+')}$`),
})).sort((a, b) => a.template.split('{').length - b.template.split('{').length);

function operationOf(method, path) {
    const found = templates.find(({ template, pattern }) => pattern.test(path) && document.paths[template][method]);
    assert.ok(found, `${method} ${path} is not described`);
    return { template: found.template, operation: document.paths[found.template][method] };
}

let addresses = 1;

export class Client {
    constructor(hub) {
        this.hub = hub;
        /* Each from an address of its own: who guesses is in nobody else's way. */
        addresses += 1;
        this.agent = new https.Agent({ keepAlive: true, ca: hub.ca, localAddress: `127.0.${addresses >> 8}.${(addresses & 255) || 1}` });
        this.headers = {};
        this.cookie = undefined;
    }

    close() {
        this.agent.destroy();
    }

    /* The bare exchange: {status, headers, body}. */
    raw(method, path, { headers = {}, body } = {}) {
        return new Promise((done, failed) => {
            const request = https.request(`${this.hub.url}${path}`, { method, agent: this.agent, headers }, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
                answer.on('error', failed);
            });
            request.on('error', failed);
            request.end(body);
        });
    }

    #send(method, path, { body, headers = {}, type }) {
        const sent = { ...this.headers, ...headers };
        if (this.cookie) sent.Cookie = this.cookie;
        if (this.csrf && method !== 'get') sent['X-CSRF-Token'] = this.csrf;
        let bytes = body;
        if (body !== undefined && !Buffer.isBuffer(body)) {
            bytes = JSON.stringify(body);
            sent['Content-Type'] = 'application/json';
        }
        if (type) sent['Content-Type'] = type;
        return this.raw(method.toUpperCase(), `/api/v1${path}`, { headers: sent, body: bytes });
    }

    /* What was sent must be what the description allows, when the hub is to take it. */
    #judgeRequest(template, method, operation, body) {
        const content = operation.requestBody?.content?.['application/json'];
        if (!content || Buffer.isBuffer(body)) return;
        assert.deepEqual(problemsOf(body, 'paths', template, method, 'requestBody', 'content', 'application/json', 'schema'), [],
            `what was sent to ${operation.operationId}`);
    }

    #judge(template, method, operation, answer) {
        const name = `${operation.operationId} ${answer.status}`;
        const described = operation.responses[answer.status];
        assert.ok(described, `${name} is not described: ${answer.body}`);
        const response = resolve(described);
        const where = described.$ref ? described.$ref.slice(2).split('/') : ['paths', template, method, 'responses', String(answer.status)];
        for (const header of Object.keys(response.headers ?? {})) {
            if (header !== 'Location' || answer.status === 201) assert.ok(answer.headers[header.toLowerCase()] !== undefined, `${name} lacks ${header}`);
        }
        if (!response.content) {
            assert.equal(answer.body.length, 0, name);
            return undefined;
        }
        const type = (answer.headers['content-type'] ?? '').split(';')[0];
        assert.ok(response.content[type], `${name} has type ${type}`);
        if (!type.endsWith('json')) return answer.body;
        const value = JSON.parse(answer.body.toString('utf8'));
        assert.deepEqual(problemsOf(value, ...where, 'content', type, 'schema'), [], `${name}: ${answer.body.toString().slice(0, 2000)}`);
        return value;
    }

    /* What a change answers is the version with which one may change it again. */
    async #isVersion(path, changed) {
        const read = await this.#send('get', path, {});
        if (read.status === 200) assert.equal(read.headers.etag, changed.headers.etag, `${path}: ${changed.body}, read as ${read.body}`);
    }

    /* What has not changed is not sent again; what has, meanwhile, has another ETag. */
    async #isKept(operation, path, options, { etag }) {
        if (!operation.responses['304'] || askedAgain.has(operation.operationId)) return;
        askedAgain.add(operation.operationId);
        let known = etag;
        for (let tries = 0; tries < 3; tries += 1) {
            const again = await this.#send('get', path, { ...options, headers: { ...options.headers, 'If-None-Match': known } });
            if (again.status === 304) return assert.equal(again.body.length, 0, path);
            assert.equal(again.status, 200, `${path}, asked again: ${again.body}`);
            known = again.headers.etag;
        }
        return assert.fail(`${path} is another each time that it is read`);
    }

    /* Asks, judges, and gives {status, headers, value}. */
    async ask(method, path, options = {}) {
        const { template, operation } = operationOf(method, path.split('?')[0]);
        const answer = await this.#send(method, path, options);
        const value = this.#judge(template, method, operation, answer);
        if (answer.status < 300) {
            answered.add(operation.operationId);
            if (options.body !== undefined) this.#judgeRequest(template, method, operation, options.body);
        }
        if (method === 'get' && answer.status === 200) await this.#isKept(operation, path, options, answer.headers);
        if (['put', 'patch'].includes(method) && answer.status === 200 && answer.headers.etag) await this.#isVersion(path, answer);
        for (const cookie of answer.headers['set-cookie'] ?? []) {
            const [pair] = cookie.split(';');
            this.cookie = pair.endsWith('=') ? undefined : pair;
        }
        return { status: answer.status, headers: answer.headers, value };
    }

    async #expect(status, method, path, options) {
        const answer = await this.ask(method, path, options);
        assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.value)}`);
        return answer;
    }

    async get(path, options) { return (await this.#expect(200, 'get', path, options)).value; }
    /* The value, and the ETag with which it may be changed. */
    async read(path) { const answer = await this.#expect(200, 'get', path); return { value: answer.value, etag: answer.headers.etag }; }
    async post(path, body, status = 200, options = {}) { return (await this.#expect(status, 'post', path, { body, ...options })).value; }
    async put(path, body, etag, status = 200) { return (await this.#expect(status, 'put', path, { body, headers: etag ? { 'If-Match': etag } : {} })).value; }
    async patch(path, body, etag) { return (await this.#expect(200, 'patch', path, { body, headers: etag ? { 'If-Match': etag } : {} })).value; }
    async remove(path) { await this.#expect(204, 'delete', path); }

    /* The problem of what must be refused. */
    async refused(status, method, path, options) {
        const problem = (await this.#expect(status, method, path, options)).value;
        assert.match(problem.detail, /^[A-Z/"].*[.?]$/s, `not a sentence: ${problem.detail}`);
        /* What is no matter of a field has a code itself, for those who read it in another language. */
        if (status === 409) assert.ok(problem.code, `no code: ${problem.detail}`);
        return problem;
    }

    #welcome(session) {
        this.csrf = session.csrf;
        this.session = session;
        return session;
    }

    /* Takes up an invitation's link. */
    async accept(link, password) {
        const token = link.split('#')[1];
        return this.#welcome(await this.post('/invitations/accept', { token, password }));
    }

    async signIn(email, password, code) {
        return this.#welcome(await this.post('/session', code ? { email, password, code } : { email, password }));
    }

    async setUpSecondFactor(password) {
        const { secret, uri, qr } = await this.post('/account/second-factor', { password });
        assert.equal(textOf(qr), uri, 'what a telephone reads is what can be typed');
        this.secret = secret;
        const { recovery_codes: codes } = await this.put('/account/second-factor', { code: totp(secret) });
        this.#welcome(await this.get('/session'));
        return codes;
    }
}

export const password = 'three or four words';

/* An administrator with everything set up. */
export async function administrator(hub, email = 'admin@example.org') {
    const said = hub.command('user add', email, '--name', 'An Administrator', '--url', hub.url ?? 'https://hub');
    const client = new Client(hub);
    await client.accept(/link +(\S+)/.exec(said)[1], password);
    client.codes = await client.setUpSecondFactor(password);
    return client;
}

/* Somebody whom the administrator invites. */
export async function person(admin, email, role, scope = []) {
    const { link } = await admin.post('/accounts', { email, name: `${role} person`, role, scope }, 201);
    const client = new Client(admin.hub);
    await client.accept(link, password);
    return client;
}
