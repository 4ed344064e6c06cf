/* A one-time code of RFC 6238, written anew here. */
import { createHmac } from 'node:crypto';

export function totp(base32, at = Date.now()) {
    let bits = '';
    for (const c of base32.replaceAll('=', '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
    const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
    const mac = createHmac('sha1', secret).update(step).digest();
    const offset = mac[19] & 15;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1000000).padStart(6, '0');
}
